import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LocalFederation, LocalPlan } from '../../preload/contract/local-federations';
import { conflict, notFound } from '../errors';
import { followLog } from '../tasks/log-file';
import { Federation, measure } from './federation';
import { createFreePorts } from './free-port';
import { planFor } from './plan';
import type { LocalParts } from './ports';
import { assertStartable } from './prepare';
import { sweepFederations } from './sweep';
import { createStartKind, createStopKind, startKind, stopKind } from './work';

export type LocalFederations = ReturnType<typeof createLocalFederations>;

const lookMs = 500;
const measureMs = 3000;

/** Federations on this machine, for trying things. They live as long as this process. */
export function createLocalFederations(parts: LocalParts) {
  const root = path.join(parts.data, 'local-federations');
  const federations = new Map<string, Federation>();
  const ports = createFreePorts();
  const find = (id: string): Federation => {
    const found = federations.get(id);
    if (!found) throw notFound('This federation');
    return found;
  };
  const list = (): LocalFederation[] => [...federations.values()].map(({ view }) => view);
  parts.tasks.define(createStartKind({ parts, ports, find }));
  parts.tasks.define(createStopKind({ find }));

  const begin = createBegin(parts.tasks);
  const beginStart = (federation: Federation, startedBy: string) =>
    begin(federation, startKind, `Start ${federation.about.projectName} on this machine`, startedBy);

  return {
    list,
    /** What starting a project here would do. */
    async plan(projectId: string): Promise<LocalPlan> {
      const { host: _host, port: _port, ...plan } = await planFor(parts, projectId);
      return plan;
    },
    /** @throws AppError CONFLICT, UNAVAILABLE: why it cannot be started */
    async start({ projectId, sites }: { projectId: string; sites: string[] }, startedBy: string) {
      const [kit] = parts.kits.current(projectId);
      if (!kit) throw conflict('This project has no current kits.', 'Provision it first.');
      assertStartable(await planFor(parts, projectId), sites);
      const id = randomUUID();
      const about = { id, projectId, projectName: kit.projectName, directory: path.join(root, id), sites };
      const federation = new Federation(about, parts.isSecret);
      federations.set(id, federation);
      return beginStart(federation, startedBy);
    },
    startAgain(federationId: string, startedBy: string) {
      const federation = find(federationId);
      if (federation.alive) throw conflict('This federation runs.', 'Stop it first.');
      return beginStart(federation, startedBy);
    },
    stop(federationId: string, startedBy: string) {
      const federation = find(federationId);
      return begin(federation, stopKind, `Stop ${federation.about.projectName} on this machine`, startedBy);
    },
    async control(input: {
      federationId: string;
      participant: string;
      action: 'start' | 'stop' | 'restart';
    }) {
      const federation = find(input.federationId);
      await federation.control(input.participant, input.action);
      return federation.view;
    },
    remove(federationId: string): { federationId: string } {
      const federation = find(federationId);
      if (federation.alive || federation.busy) throw conflict('This federation runs.', 'Stop it first.');
      federations.delete(federationId);
      federation.removeFiles();
      return { federationId };
    },
    log: createLogs(federations, find),
    watch: createWatch(federations, list),
    sweep: (alone: boolean): Promise<void> =>
      alone ? sweepFederations(root, parts.isSecret, parts.log) : Promise.resolve(),
    /** Ends all of them and removes everything; the tasks have been cancelled before. */
    async dispose(): Promise<void> {
      const all = [...federations.values()];
      federations.clear();
      await Promise.all(all.map((one) => one.stop()));
      for (const one of all) one.removeFiles();
    },
  };
}

/** What participants have written; a log ends when its federation is removed. */
function createLogs(federations: Map<string, Federation>, find: (id: string) => Federation) {
  return (
    { federationId, participant, offset }: { federationId: string; participant: string; offset: number },
    signal?: AbortSignal,
  ) => {
    const file = find(federationId).logFile(participant);
    const finished = () => !federations.has(federationId);
    return followLog(file, { offset, finished, ...(signal && { signal }) });
  };
}

/** Starts a task on a federation, one at a time. @throws AppError CONFLICT when there is one already */
function createBegin(tasks: LocalParts['tasks']) {
  const busy = 'Something is being done to it already.';
  return (federation: Federation, kind: string, title: string, startedBy: string) => {
    const { id } = federation.about;
    if (federation.busy) throw conflict(busy, 'Wait until that has ended.');
    const lock = { name: `local-federation:${id}`, busy };
    const task = tasks.start({ kind, title, startedBy, lock, input: { federationId: id } });
    return { federationId: id, taskId: task.id };
  };
}

/** Yields the list at once and whenever it is another one. What they take is measured while somebody looks. */
function createWatch(federations: Map<string, Federation>, list: () => LocalFederation[]) {
  let measuredAt = 0;
  return async function* watch(signal?: AbortSignal): AsyncGenerator<LocalFederation[]> {
    let last = '';
    while (!signal?.aborted) {
      const all = [...federations.values()];
      if (Date.now() - measuredAt > measureMs) {
        measuredAt = Date.now();
        await measure(all);
      }
      const now = list();
      const text = JSON.stringify(now);
      if (text !== last) yield now;
      last = text;
      await pause(lookMs, undefined, { ...(signal && { signal }), ref: false }).catch(() => undefined);
    }
  };
}
