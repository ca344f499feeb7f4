import { isStuck } from '../../preload/contract/host-problems';
import type { DeploymentState } from '../../preload/contract/deployments';
import { AppError } from '../errors';
import { groundOf } from './work';
import type { Grounds } from './ground';
import type { DeploymentRow, DeploymentStore } from './store';

/** Between two looks at one host. */
const roundMs = 3000;

interface Seen {
  deploymentId: string;
  state: DeploymentState;
}

/** Wakes those who watch a host, so that what was just done is seen at once. */
export function createRings() {
  const ears = new Set<(hostId: string) => void>();
  return {
    ring: (hostId: string): void => ears.forEach((hear) => hear(hostId)),
    listen(hear: (hostId: string) => void): () => void {
      ears.add(hear);
      return () => void ears.delete(hear);
    },
  };
}

interface Watching {
  rows: DeploymentStore;
  grounds: Grounds;
  rings: ReturnType<typeof createRings>;
}

/**
 * How every deployment is, host by host as they answer, again and again until the signal. A host that only a person
 * can help with is not asked again until the watch begins anew: a login that is tried again and again locks accounts.
 */
export async function* watchDeployments(
  parts: Watching,
  signal?: AbortSignal,
): AsyncGenerator<{ states: Seen[] }, void, undefined> {
  const ended = new AbortController();
  const end = () => ended.abort();
  signal?.addEventListener('abort', end);
  if (signal?.aborted) end();
  const waiting = new Map<string, Seen[]>();
  let wake = () => {};
  ended.signal.addEventListener('abort', () => wake());
  const tell = (hostId: string, states: Seen[]) => {
    waiting.set(hostId, states);
    wake();
  };
  const polled = new Map<string, Promise<void>>();
  // A host that gets its first deployment meanwhile is watched from then on.
  const begin = () => {
    for (const { hostId } of parts.rows.list())
      if (!polled.has(hostId)) polled.set(hostId, pollHost(parts, hostId, tell, ended.signal));
  };
  const stop = parts.rings.listen(begin);
  begin();
  try {
    while (!ended.signal.aborted) {
      const [next] = waiting;
      if (next) {
        waiting.delete(next[0]);
        yield { states: next[1] };
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    end();
    stop();
    signal?.removeEventListener('abort', end);
  }
}

async function pollHost(
  parts: Watching,
  hostId: string,
  tell: (hostId: string, states: Seen[]) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const { states, stuck } = await lookOnce(parts, hostId, signal);
    if (signal.aborted) return;
    if (states.length > 0) tell(hostId, states);
    if (stuck) return;
    await untilNext(parts.rings, hostId, signal);
  }
}

/** One look at all deployments of a host; what was seen is kept. */
export async function lookOnce(
  { rows, grounds }: Pick<Watching, 'rows' | 'grounds'>,
  hostId: string,
  signal?: AbortSignal,
): Promise<{ states: Seen[]; stuck: boolean }> {
  const here = rows.list().filter((row) => row.hostId === hostId);
  let stuck = false;
  const of = async (kind: 'host' | 'container') => {
    const some = here.filter(({ place }) => place.kind === kind);
    if (some.length === 0) return [];
    try {
      const states = await groundOf(grounds, { kind }).states(hostId, some, signal);
      return [...states].map(([deploymentId, state]) => ({ deploymentId, state }));
    } catch (error) {
      stuck ||= isStuckOn(error);
      return some.map((row) => ({ deploymentId: row.id, state: unreachable(row, error) }));
    }
  };
  const states = (await Promise.all([of('host'), of('container')])).flat();
  if (!signal?.aborted) for (const { deploymentId, state } of states) rows.see(deploymentId, state);
  return { states, stuck };
}

/** The host is not known any more, or only a person can help: asking again would lock the account. */
const isStuckOn = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'NOT_FOUND' || isStuck(error.data.reason));

/** What was last known stays, but that nobody can see whether it is still so. */
function unreachable({ state }: DeploymentRow, error: unknown): DeploymentState {
  const before = state ?? {
    since: null,
    pid: null,
    exitCode: null,
    sites: null,
    kitThere: 'sent' as const,
    previous: [],
  };
  const note = error instanceof AppError ? error.message : 'The host did not answer.';
  return { ...before, phase: 'unreachable', at: Date.now(), note, noteOf: 'words' };
}

function untilNext(rings: Watching['rings'], hostId: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, roundMs);
    const stop = rings.listen((rung) => rung === hostId && done());
    signal.addEventListener('abort', done);
  });
}
