import { setTimeout as pause } from 'node:timers/promises';

/** Bytes are counted all the time; a page need not hear of them more often. */
const everyMs = 500;

/** Yields what `read` gives: at once, and again whenever it is something else. Ends with the signal. */
export function createChanges<T>(read: () => T) {
  return {
    async *watch(signal?: AbortSignal): AsyncGenerator<T> {
      let last = '';
      while (!signal?.aborted) {
        const now = read();
        const text = JSON.stringify(now);
        if (text !== last) yield now;
        last = text;
        await pause(everyMs, undefined, { ...(signal && { signal }), ref: false }).catch(() => undefined);
      }
    },
  };
}
