import type { Engines } from '../docker/engines';
import type { HostAccess } from '../hosts/host-access';
import type { EngineFacts } from './engine-facts';
import { type HostEvent, pollHost } from './host-poll';

/** Between two rounds at one host. */
const roundMs = 3000;
/** How long measuring waits for the lists of other hosts. */
const firstRoundMs = 300;

/** Wakes the polling of a host, so that what was just done is seen at once. */
export function createBells() {
  const ears = new Map<string, Set<() => void>>();
  return {
    ring: (hostId: string): void => ears.get(hostId)?.forEach((wake) => wake()),
    listen(hostId: string, wake: () => void): () => void {
      const listeners = ears.get(hostId) ?? new Set();
      ears.set(hostId, listeners.add(wake));
      return () => {
        listeners.delete(wake);
        if (listeners.size === 0) ears.delete(hostId);
      };
    },
  };
}
export type Bells = ReturnType<typeof createBells>;

/**
 * What every host answers, as it answers: none waits for another. Of what is not taken in time, only the newest
 * of each kind and host is kept.
 */
export async function* watchContainers(parts: {
  engines: Engines;
  facts: EngineFacts;
  access: Pick<HostAccess, 'exec' | 'need'>;
  bells: Bells;
  hostIds: string[];
  signal: AbortSignal | undefined;
}): AsyncGenerator<HostEvent, void, undefined> {
  const { bells, hostIds } = parts;
  const ended = new AbortController();
  const end = () => ended.abort();
  parts.signal?.addEventListener('abort', end);
  if (parts.signal?.aborted) end();
  const waiting = new Map<string, HostEvent>();
  let wake = () => {};
  ended.signal.addEventListener('abort', () => wake());
  const first = createFirstRound(hostIds.length);
  const tell = (event: HostEvent) => {
    first.answered(event.hostId);
    // A failure takes the place of the list before it, and the other way round; what was measured follows a list.
    const key = `${event.type === 'measured' ? 'measured' : 'host'} ${event.hostId}`;
    waiting.delete(key);
    waiting.set(key, event);
    wake();
  };
  for (const hostId of hostIds) {
    const pause = createPause({ bells, hostId, signal: ended.signal });
    void pollHost({ ...parts, hostId, tell, othersListed: first.over, pause, signal: ended.signal });
  }
  try {
    while (!ended.signal.aborted) {
      const [next] = waiting;
      if (next) {
        waiting.delete(next[0]);
        yield next[1];
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    end();
    parts.signal?.removeEventListener('abort', end);
  }
}

/** Over when each host has answered once, or after a moment: none is waited for longer. */
function createFirstRound(hosts: number) {
  const answered = new Set<string>();
  let end = () => {};
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, firstRoundMs);
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return {
    over,
    answered(hostId: string): void {
      answered.add(hostId);
      if (answered.size === hosts) end();
    },
  };
}

/** Until the next round is due, someone rang since the last one began, or nobody wants it any more. */
function createPause({ bells, hostId, signal }: { bells: Bells; hostId: string; signal: AbortSignal }) {
  let rung = false;
  let wake = () => {};
  const stop = bells.listen(hostId, () => {
    rung = true;
    wake();
  });
  const end = () => {
    stop();
    wake();
  };
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return async (): Promise<'due' | 'rung'> => {
    if (!rung && !signal.aborted)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, roundMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    const why = rung ? 'rung' : 'due';
    rung = false;
    return why;
  };
}
