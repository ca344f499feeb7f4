import { setTimeout as delay } from 'node:timers/promises';
import type { Store } from './open';

const pollMs = 50;

/**
 * Yields the store's revision whenever it has changed, by this process or another, and at least every
 * `everyMs` when that is given. A caller that has read something first passes the revision from before that
 * as `since`, so that no change falls in between. SQLite tells other processes' commits only when asked; asking costs
 * microseconds.
 */
export async function* watchRevision(
  store: Store,
  options: { signal?: AbortSignal; everyMs?: number; since?: number } = {},
): AsyncGenerator<number> {
  let seen = options.since ?? store.revision();
  let at = Date.now();
  while (!options.signal?.aborted) {
    await delay(pollMs, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal?.aborted) return;
    const now = store.revision();
    if (now === seen && !(options.everyMs && Date.now() - at >= options.everyMs)) continue;
    seen = now;
    at = Date.now();
    yield now;
  }
}
