import {
  type Deployment,
  type DeployItem,
  type DeployPreview,
  runningPhases,
  type Started,
} from '../../preload/contract/deployments';
import type { Store } from '../db/open';
import type { Engines } from '../docker/engines';
import { conflict, toAppError } from '../errors';
import { createContainerGround } from './container-ground';
import type { Grounds } from './ground';
import { createHostGround } from './host-ground';
import { createHostScripts } from './host-scripts';
import { listImages, probeImage } from './image';
import { followConsole, followLog } from './log-follow';
import type { Parts } from './parts';
import { findClash, keepPorts, portOwner } from './server-ports';
import { createStarts } from './starts';
import { createDeploymentStore, type DeploymentRow } from './store';
import { compareHashes } from './verify';
import { createRings, watchDeployments } from './watch';
import { defineWork, groundOf } from './work';

export type Deployments = ReturnType<typeof createDeployments>;

type Given = Omit<Parts, 'rows' | 'scripts' | 'ring'>;

/** Startup kits where they run: in folders of hosts and in containers. */
export function createDeployments({
  store,
  folder,
  engines,
  ...given
}: Given & {
  store: Store;
  engines: Engines;
  /** Where the scripts for hosts are. */
  folder: string;
}) {
  const { access, kits } = given;
  const rings = createRings();
  const rows = createDeploymentStore(store);
  const scripts = createHostScripts({ access, folder });
  const parts: Parts = { ...given, rows, scripts, ring: rings.ring };
  const grounds: Grounds = {
    host: createHostGround(parts),
    container: createContainerGround(parts, engines),
  };
  defineWork(parts, grounds, (row) => keepPorts(parts, engines, row));
  const groundFor = (row: DeploymentRow) => groundOf(grounds, row.place);

  return {
    ...createStarts(parts),
    list: (): Deployment[] => viewsOf(parts),
    watch: (signal?: AbortSignal) => watchDeployments({ rows, grounds, rings }, signal),
    preview: (items: Pick<DeployItem, 'kitId' | 'place' | 'ownStorage'>[], signal?: AbortSignal) =>
      Promise.all(items.map((item) => previewOne(parts, { grounds, engines }, item, signal))),
    forget(deploymentId: string): { deploymentId: string } {
      const { state, participant } = rows.need(deploymentId);
      // What someone else runs there is theirs to stop.
      if (state && state.kitThere !== 'other' && runningPhases.includes(state.phase))
        throw conflict(`${participant} runs there.`, 'Stop it first, so that it does not run on unseen.');
      rows.remove(deploymentId);
      parts.ports.releaseAll(portOwner(deploymentId));
      return { deploymentId };
    },
    /** Who has a port that a server would listen on at a place, what listens there left aside. @throws as `findClash` */
    portClash(
      place: { hostId: string; target: string },
      { projectId, participant }: { projectId: string; participant: string },
      port: number,
      signal?: AbortSignal,
    ) {
      const there = rows.list().filter(({ hostId }) => hostId === place.hostId);
      // Of a host as such it is not known where on it: what it keeps for this server is no clash anyway.
      const row =
        place.target === ''
          ? there.find((each) => each.projectId === projectId && each.participant === participant)
          : there.find(({ target }) => target === place.target);
      const server = { hostId: place.hostId, id: row?.id ?? null, listeners: false };
      return findClash(parts, engines, { ...server, ports: row?.ports ?? [port] }, signal);
    },
    async verify(deploymentId: string, signal?: AbortSignal) {
      const row = rows.need(deploymentId);
      const leaving = kits.leave(row.kitId, true);
      const there = await groundFor(row).hashes(row, signal);
      return compareHashes({ leaving, row, there, modeOf: kits.modeOf });
    },
    logs(
      { deploymentId, ...which }: { deploymentId: string; file: string; tail: number },
      signal?: AbortSignal,
    ) {
      const row = rows.need(deploymentId);
      const ground = groundFor(row);
      const until = signal ?? new AbortController().signal;
      if (which.file === 'console' && ground.console)
        return followConsole(ground.console(row, which.tail, until));
      return followLog({ ground, row, ...which }, until);
    },
    pythons: (hostId: string, signal?: AbortSignal) => scripts.pythons(hostId, null, signal),
    images: (hostId: string, signal?: AbortSignal) => listImages(engines, hostId, signal),
    probeImage: ({ hostId, image }: { hostId: string; image: string }, signal?: AbortSignal) =>
      probeImage(engines, hostId, { image, script: scripts.textOf('probe') }, signal),
  };
}

async function previewOne(
  parts: Parts,
  { grounds, engines }: { grounds: Grounds; engines: Engines },
  { kitId, place, ownStorage }: Pick<DeployItem, 'kitId' | 'place' | 'ownStorage'>,
  signal?: AbortSignal,
): Promise<DeployPreview> {
  const { kits, rows } = parts;
  const participant = kits.find(kitId)?.participant ?? '';
  try {
    // Whether it may go out is asked when it does.
    const leaving = kits.leave(kitId, true);
    const request = { leaving, place, ownStorage, carryOver: null, restart: true };
    const late = AbortSignal.timeout(60_000);
    const until = signal ? AbortSignal.any([signal, late]) : late;
    const { ports, ...plan } = await groundOf(grounds, place).preview(request, until);
    const server = { hostId: place.hostId, id: rows.at(place, plan.target)?.id ?? null, ports };
    // What listens while it runs is itself. A host that does not tell is told of before the start.
    const own = { ...server, listeners: !plan.running };
    const clash = await findClash(parts, engines, own, signal).catch(() => null);
    const notes = clash ? [`${clash.message} ${clash.hint} Before that, the server cannot be started.`] : [];
    return { kitId, participant, plan: { ...plan, notes: [...plan.notes, ...notes] }, error: null };
  } catch (error) {
    signal?.throwIfAborted();
    return { kitId, participant, plan: null, error: failureOf(error) };
  }
}

function failureOf(error: unknown): NonNullable<Started[number]['error']> {
  const known = toAppError(error);
  if (!known) throw error;
  return { message: known.message, hint: known.data.hint, reason: known.data.reason ?? null };
}

function viewsOf({ rows, kits, tasks, access }: Parts): Deployment[] {
  const running = new Map(
    tasks
      .list({ limit: 500 })
      .flatMap(({ id, subject, finishedAt }) =>
        subject?.type === 'deployment' && finishedAt === null ? [[subject.id, id]] : [],
      ),
  );
  const names = new Map(access.list().map(({ id, name }) => [id, name]));
  const currents = new Map<string, ReturnType<typeof kits.list>>();
  const currentOf = ({ projectId, participant }: DeploymentRow) => {
    const known = currents.get(projectId) ?? kits.list({ runId: null, projectId, all: false });
    currents.set(projectId, known);
    return known.find((kit) => kit.participant === participant);
  };
  return rows.list().map((row) => {
    const current = currentOf(row);
    const { target: _target, ports: _ports, hostId: _host, ...shown } = row;
    return {
      ...shown,
      hostName: names.get(row.hostId) ?? row.hostName,
      kit: current?.id === row.kitId ? 'current' : kits.find(row.kitId) ? 'older' : 'gone',
      currentKit: current ? { kitId: current.id, runNumber: current.runNumber } : null,
      taskId: running.get(row.id) ?? null,
    };
  });
}
