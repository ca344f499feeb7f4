import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { startBlockers } from '../../preload/contract/preflight';
import { AppError } from '../errors';
import type { NvflareRuntime } from '../nvflare/nvflare-runtime';
import { abortable } from '../process/abortable';
import type { TaskContext, TaskKind } from '../tasks/service';
import type { Federation } from './federation';
import type { createFreePorts } from './free-port';
import type { Launcher, Participant } from './participant';
import { planFor } from './plan';
import type { LocalParts } from './ports';
import { assertStartable, prepareKits } from './prepare';

export const startKind = 'local-federations.start';
export const stopKind = 'local-federations.stop';
const input = z.object({ federationId: z.string() });
type Input = z.infer<typeof input>;

const stages = ['Look at this machine', 'Prepare the kits', 'Start the server', 'Start the sites'] as const;
/** Python starts slowly on a busy machine, and a site tries again for a while. */
const readyMs = 120_000;
const atOnce = 6;

interface WorkParts {
  parts: LocalParts;
  ports: ReturnType<typeof createFreePorts>;
  find: (federationId: string) => Federation;
}

/** Starting a whole federation. What fails or is cancelled leaves no process and no key. */
export function createStartKind({ parts, ports, find }: WorkParts): TaskKind<Input> {
  return {
    ...{ kind: startKind, permission: 'federations.run', input, once: true },
    async run({ federationId }, context) {
      const federation = find(federationId);
      federation.busy = { taskId: context.taskId, state: 'preparing' };
      try {
        await startAll(parts, ports, federation, context);
        federation.reason = null;
        return { participants: federation.participants.length };
      } catch (error) {
        federation.reason = context.signal.aborted ? null : reasonOf(error);
        await federation.stop();
        throw error;
      } finally {
        federation.busy = null;
      }
    },
  };
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : 'It could not be started.';

async function startAll(
  parts: LocalParts,
  ports: WorkParts['ports'],
  federation: Federation,
  context: TaskContext,
): Promise<void> {
  const enter = (index: number) => {
    context.signal.throwIfAborted();
    context.stage(stages[index] ?? '', index, stages.length);
  };
  const { projectId, directory, sites } = federation.about;
  enter(0);
  const plan = await abortable(planFor(parts, projectId), context.signal);
  assertStartable(plan, sites);
  context.log(plan.reason);
  const runtime = await abortable(parts.nvflare.require(projectId), context.signal);
  context.log(`NVFlare ${runtime.version} (${runtime.python})`);
  if (plan.kits === 'project') await assertFit(parts, projectId, context);
  federation.kits = plan.kits;
  federation.host = plan.host;
  enter(1);
  const prepared = await prepareKits(parts, {
    ...{ plan, runtime, directory, projectId, ports, signal: context.signal },
    sites: new Set(sites),
    onLine: (line) => context.log(line),
  });
  mkdirSync(path.join(directory, 'logs'), { recursive: true, mode: 0o700 });
  federation.adopt(prepared, launcherOf(parts, runtime), parts.redact);
  context.log(`The kits are in ${directory}`);
  enter(2);
  const isServer = ({ place }: Participant) => place.type === 'server';
  for (const server of federation.participants.filter(isServer)) await startOne(server, context);
  enter(3);
  const others = federation.participants.filter((one) => !isServer(one));
  // A relay has to be there before those below it.
  const relays = others.filter(({ place }) => place.type === 'relay');
  await startSome(relays, others.length, context);
  await startSome(
    others.filter((one) => !relays.includes(one)),
    others.length,
    context,
  );
}

/** The preflight of the server's kit. Kits that are made for the trial are new, and fit. */
async function assertFit(parts: LocalParts, projectId: string, context: TaskContext): Promise<void> {
  const server = parts.kits.current(projectId).find(({ type }) => type === 'server');
  if (!server) return;
  const place = { kind: 'local' as const };
  const found = await parts.preflight({ kitId: server.id, place, purpose: 'start' }, context.signal);
  for (const { title, state, message } of found) context.log(`${title}: ${message} (${state})`);
  const blocker = found.find(({ id, state }) => state === 'failed' && startBlockers.includes(id));
  if (blocker) throw new AppError('UNAVAILABLE', blocker.message, { hint: blocker.hint });
}

/** Some at once: each takes its time to begin, most of it waiting. The first that fails ends it for all. */
async function startSome(some: Participant[], count: number, context: TaskContext): Promise<void> {
  const queue = some.values();
  let ready = 0;
  let failed = false;
  const work = async () => {
    for (const one of queue) {
      if (failed) return;
      await startOne(one, context).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      ready += 1;
      context.progress(ready / count);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function startOne(participant: Participant, context: TaskContext): Promise<void> {
  const { name } = participant.place;
  context.signal.throwIfAborted();
  context.log(`Starting ${name}`);
  participant.start();
  const late = AbortSignal.timeout(readyMs);
  try {
    await participant.untilReady(AbortSignal.any([context.signal, late]));
  } catch (error) {
    context.signal.throwIfAborted();
    const why = late.aborted ? (participant.reason ?? 'It did not say that it is ready.') : reasonOf(error);
    throw new AppError('UNAVAILABLE', `"${name}" did not start: ${why}`, {
      hint: 'Its log says more. Everything that had been started was stopped again.',
    });
  }
  context.log(`${name} is ready`);
}

/** The environment's Python first on the path, as the kit's scripts call `python3`. */
function launcherOf({ resources }: LocalParts, runtime: NvflareRuntime): Launcher {
  const { PYTHONPATH: _path, PYTHONHOME: _home, NVFL_WORKSPACE: _workspace, ...env } = process.env;
  const programs = path.dirname(runtime.python);
  return {
    command: runtime.python,
    args: ['-E', '-X', 'utf8', '-u', path.join(resources, 'python', 'run_kit.py')],
    env: { ...env, PATH: [programs, env['PATH']].filter(Boolean).join(path.delimiter) },
  };
}

/** Ending one. It cannot be cancelled halfway: what has begun to end ends. */
export function createStopKind({ find }: Pick<WorkParts, 'find'>): TaskKind<Input> {
  return {
    ...{ kind: stopKind, permission: 'federations.run', input, once: true },
    async run({ federationId }, context) {
      const federation = find(federationId);
      federation.busy = { taskId: context.taskId, state: 'stopping' };
      try {
        context.stage('End the processes', 0, 1);
        await federation.stop();
        federation.reason = null;
        context.log('Nothing of it runs any more, and its private keys are removed.');
        return {};
      } finally {
        federation.busy = null;
      }
    },
  };
}
