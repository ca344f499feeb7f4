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

  async function lookAtMachine(hostId: string, signal: AbortSignal): Promise<HostHealth> {
    const options = { timeoutMs: answerWithinMs, signal };
    // Without its shell there is its engine still.
    const ended = new AbortController();
    try {
      const latencyMs = await timeThere(access, hostId, options);
      const docker = askVersion(access, hostId, AbortSignal.any([signal, ended.signal]));
      const before = Date.now();
      const words = ['sh', '-c', wholeScript()];
      const whole = { ...options, timeoutMs: scriptWithinMs, endsChildren: true };
      const answer = latencyMs === null ? null : await access.exec(hostId, words, whole);
      const report = await readMachine(hostId, answer, { before, signal });
      const engine = await docker;
      signal.throwIfAborted();
      if (!report && !engine) throw noShell();
      const now = Date.now();
      return {
        ...{ at: now, figuresAt: now, ...(report ?? unknown), docker: engine },
        latencyMs: latencyMs ?? now - before,
      };
    } finally {
      // What still asks the engine would open a connection that was lost meanwhile.
      ended.abort();
    }
  }

  /** Null where no POSIX shell has answered. */
  async function readMachine(
    hostId: string,
    answer: RemoteResult | null,
    { before, signal }: { before: number; signal: AbortSignal },
  ): Promise<Report | null> {
    const text = answer?.stdout.toString('utf8') ?? '';
    if (text.includes('now=')) return readReport(text, { from: before, to: Date.now() });
    return access.need(hostId).kind === 'local' ? lookAtOwnMachine(runOwn(hostId, signal)) : null;
  }

  async function readFiguresBy(
    exec: HostAccess['execIfOpen'],
    hostId: string,
    signal: AbortSignal | undefined,
  ): Promise<Figures | null> {
    const options = { timeoutMs: answerWithinMs, signal, endsChildren: true };
    const answer = await exec(hostId, ['sh', '-c', figuresScript], options).catch(noneIfMissing);
    if (answer?.code === 0) return readFigures(answer.stdout.toString('utf8'));
    return access.need(hostId).kind === 'local' ? ownFigures(runOwn(hostId, signal)) : null;
  }

  const runOwn = (hostId: string, signal: AbortSignal | undefined) => (words: readonly string[]) =>
    access.exec(hostId, words, { timeoutMs: answerWithinMs, signal });

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
      if (kind === 'local') return lookAtMachine(hostId, signal);
      const hold = access.hold(hostId);
      try {
        return await lookAtMachine(hostId, AbortSignal.any([hold.closing, signal]));
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
    figuresIfOpen: (hostId: string, signal?: AbortSignal) => readFiguresBy(access.execIfOpen, hostId, signal),
    /** The same, connecting where it has to. @throws AppError why it cannot be asked */
    async figures(hostId: string, signal?: AbortSignal): Promise<Figures> {
      const figures = await readFiguresBy(access.exec, hostId, signal);
      if (!figures) throw noShell();
      return figures;
    },
  };
}

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
