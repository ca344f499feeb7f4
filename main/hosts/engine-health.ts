import type Docker from 'dockerode';
import type { HostHealth } from '../../preload/contract/hosts';
import { readSpoken, remarkOn } from '../docker/api-version';
import { createEngine } from '../docker/engine';
import { engineProblem } from '../docker/engine-problem';
import type { EngineStates } from './engine-states';
import type { HostAccess } from './host-access';
import type { HostRow } from './host-store';

const answerWithinMs = 15_000;

/** The engine of a host for one question; what it does not answer within 15 s is cut off. */
function briefEngine(access: HostAccess, hostId: string, signal?: AbortSignal): Docker {
  const timeout = AbortSignal.timeout(answerWithinMs);
  const late = signal ? AbortSignal.any([timeout, signal]) : timeout;
  return createEngine(async () => {
    const stream = await access.engineStream(hostId, late);
    // An engine that takes the connection and says nothing.
    late.addEventListener('abort', () => stream.destroy(), { once: true });
    return stream;
  });
}

/** Null when there is no engine, or none that this user may talk to. */
export async function askVersion(
  access: HostAccess,
  hostId: string,
  signal?: AbortSignal,
): Promise<HostHealth['docker']> {
  try {
    const answer: unknown = await briefEngine(access, hostId, signal).version();
    return readVersion(answer);
  } catch {
    return null;
  }
}

/**
 * What an engine tells of its machine, where nothing else can be asked.
 * @throws AppError why it does not answer; the signal's reason when it aborts.
 */
export async function lookAtEngine(
  access: HostAccess,
  hostId: string,
  signal?: AbortSignal,
): Promise<HostHealth> {
  const { name } = access.need(hostId);
  try {
    const engine = briefEngine(access, hostId, signal);
    const started = Date.now();
    await engine.ping();
    const [answer, info] = [Date.now(), (await engine.info()) as Record<string, unknown>];
    const docker = await askVersion(access, hostId, signal);
    const now = Date.now();
    return {
      ...{ at: now, figuresAt: now, latencyMs: answer - started, docker },
      clockSkewMs: skewOf(info['SystemTime'], answer, Date.now()),
      cpus: numberOf(info['NCPU']),
      memory: memoryOf(info['MemTotal']),
      cgroup: info['CgroupVersion'] === '1' ? 1 : info['CgroupVersion'] === '2' ? 2 : null,
      ...{ disk: null, load: null, cpuPercent: null, network: null, gpus: [] },
      ...{ python: null, nvflare: null, ports: null },
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw engineProblem(error, name);
  }
}

/** Asks for a sign of life, and notes how it went. @throws AppError why there is none */
export async function pingEngine(
  access: HostAccess,
  row: HostRow,
  states: EngineStates,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await briefEngine(access, row.id, signal).ping();
    states.reached(row.id);
  } catch (error) {
    if (signal?.aborted) {
      // That is no word about the engine.
      states.forget(row.id);
      throw error;
    }
    const problem = engineProblem(error, row.name);
    states.failed(row, problem);
    throw problem;
  }
}

function readVersion(answer: unknown): HostHealth['docker'] {
  const spoken = readSpoken(answer);
  if (spoken.engine === '' || spoken.newest === '') return null;
  const { product, engine: version, newest: apiVersion } = spoken;
  return { product, version, apiVersion, remark: remarkOn(spoken) };
}

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && value > 0 && Number.isFinite(value) ? value : null;

function memoryOf(value: unknown): HostHealth['memory'] {
  const totalBytes = numberOf(value);
  return totalBytes === null ? null : { totalBytes, availableBytes: null };
}

/** The engine read its clock at some moment between the question and the answer. */
function skewOf(systemTime: unknown, from: number, to: number): number | null {
  const there = typeof systemTime === 'string' ? Date.parse(systemTime) : Number.NaN;
  if (Number.isNaN(there)) return null;
  if (there < from) return Math.round(there - from);
  return there > to ? Math.round(there - to) : 0;
}
