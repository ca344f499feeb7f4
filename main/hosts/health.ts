import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HostHealth } from '../../preload/contract/hosts';
import { invalid } from '../errors';
import { askVersion, lookAtEngine } from './engine-health';
import type { HostAccess } from './host-access';
import { type Figures, readFigures, readReport, type Report } from './health-report';
import { figuresScript, healthScript } from './health-script';
import { lookAtOwnMachine, ownFigures } from './own-machine';
import type { RemoteResult } from './remote-exec';

const answerWithinMs = 15_000;
/** Each Python that is found is started. */
const scriptWithinMs = 60_000;

export type HealthLook = ReturnType<typeof createHealthLook>;

/** Looks at hosts. `folder` has the scripts for hosts. */
export function createHealthLook({ access, folder }: { access: HostAccess; folder: string }) {
  let script: string | null = null;
  const wholeScript = (): string =>
    (script ??= healthScript(readFileSync(path.join(folder, 'pythons.sh'), 'utf8')));
  const lookAt = (hostId: string, signal: AbortSignal) =>
    lookAtMachine(access, { hostId, script: wholeScript(), signal });

  return {
    /**
     * A whole look: one short command for the way there and back, then one script for everything else. A host without
     * a POSIX shell tells what its engine knows, and this machine what it knows of itself.
     * @throws AppError why it cannot be reached; INVALID where nothing can be asked; CANCELLED when its connection is
     * closed on purpose meanwhile; the signal's reason.
     */
    async whole(hostId: string, signal: AbortSignal = never()): Promise<HostHealth> {
      const { kind } = access.need(hostId);
      if (kind === 'docker-tls') return lookAtEngine(access, hostId, signal);
      if (kind === 'local') return lookAt(hostId, signal);
      const hold = access.hold(hostId);
      try {
        return await lookAt(hostId, AbortSignal.any([hold.closing, signal]));
      } catch (error) {
        // What fails because of it says so in many ways.
        throw hold.closing.aborted ? hold.closing.reason : error;
      } finally {
        hold.release();
      }
    },
    /**
     * What changes all the time, read over the connection that is open; null where none is, or nothing can be read.
     * @throws AppError UNAVAILABLE when it does not answer
     */
    figuresIfOpen: (hostId: string, signal?: AbortSignal): Promise<Figures | null> =>
      readFiguresBy(access.execIfOpen, access, hostId, signal),
    /** The same, connecting where it has to. @throws AppError why it cannot be asked */
    async figures(hostId: string, signal?: AbortSignal): Promise<Figures> {
      const figures = await readFiguresBy(access.exec, access, hostId, signal);
      if (!figures) throw noShell();
      return figures;
    },
  };
}

async function lookAtMachine(
  access: HostAccess,
  { hostId, script, signal }: { hostId: string; script: string; signal: AbortSignal },
): Promise<HostHealth> {
  const options = { timeoutMs: answerWithinMs, signal };
  const ended = new AbortController();
  try {
    const latencyMs = await timeThere(access, hostId, options);
    const docker = askVersion(access, hostId, AbortSignal.any([signal, ended.signal]));
    const before = Date.now();
    const whole = { ...options, timeoutMs: scriptWithinMs, endsChildren: true };
    const answer = latencyMs === null ? null : await access.exec(hostId, ['sh', '-c', script], whole);
    const text = answer?.stdout.toString('utf8') ?? '';
    const report = text.includes('now=')
      ? readReport(text, { from: before, to: Date.now() })
      : await withoutShell(access, hostId, signal);
    const engine = await docker;
    signal.throwIfAborted();
    // Without its shell there is its engine still.
    if (!report && !engine) throw noShell();
    const now = Date.now();
    return {
      ...{ at: now, figuresAt: now, ...(report ?? unknown), docker: engine, latencyMs },
    };
  } finally {
    // What still asks the engine would open a connection that was lost meanwhile.
    ended.abort();
  }
}

/** Null for other machines: of those nobody else knows anything. */
async function withoutShell(access: HostAccess, hostId: string, signal: AbortSignal): Promise<Report | null> {
  return access.need(hostId).kind === 'local' ? lookAtOwnMachine(runOn(access, hostId, signal)) : null;
}

async function readFiguresBy(
  exec: HostAccess['execIfOpen'],
  access: HostAccess,
  hostId: string,
  signal: AbortSignal | undefined,
): Promise<Figures | null> {
  const options = { timeoutMs: answerWithinMs, signal, endsChildren: true };
  const answer = await exec(hostId, ['sh', '-c', figuresScript], options).catch(noneIfMissing);
  if (answer?.code === 0) return readFigures(answer.stdout.toString('utf8'));
  return access.need(hostId).kind === 'local' ? ownFigures(runOn(access, hostId, signal)) : null;
}

const runOn =
  (access: HostAccess, hostId: string, signal: AbortSignal | undefined) =>
  (words: readonly string[]): Promise<RemoteResult> =>
    access.exec(hostId, words, { timeoutMs: answerWithinMs, signal });

/** How long a command that does nothing takes, in milliseconds; null where there is no such command. */
async function timeThere(
  access: HostAccess,
  hostId: string,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<number | null> {
  // The connection is opened before the time is taken.
  const first = await access.exec(hostId, ['true'], options).catch(noneIfMissing);
  if (first?.code !== 0) return null;
  const started = Date.now();
  await access.exec(hostId, ['true'], options);
  return Date.now() - started;
}

/** This machine has no program of that name. */
function noneIfMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw error;
}

const never = (): AbortSignal => new AbortController().signal;

const noShell = () =>
  invalid(
    'The host has no shell that can be asked.',
    'It needs a POSIX sh. Add its Docker engine as a host with TLS if that is all you need.',
  );

const unknown: Report = {
  ...{ clockSkewMs: null, disk: null, memory: null, cpus: null, load: null, cpuPercent: null },
  ...{ network: null, gpus: [], cgroup: null, python: null, nvflare: null, ports: null },
};
