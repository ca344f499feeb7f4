import { setTimeout as delay } from 'node:timers/promises';
import type { LogEntry } from '../../preload/contract/logs';
import { type LogFilter, logState, readLogs } from './reader';

export type Logs = ReturnType<typeof createLogs>;

const pollMs = 500;

/** Reads the app log back, of this process and of the others on the same data directory. */
export function createLogs({ folder }: { folder: string }) {
  const read = (filter: LogFilter) => readLogs(folder, filter);
  return {
    read,
    /** First the newest entries, then what is written, with a sequence number. */
    async *watch(
      filter: LogFilter,
      signal?: AbortSignal,
    ): AsyncGenerator<{ seq: number; entries: LogEntry[] }> {
      let seq = 0;
      let state = logState(folder);
      let { entries } = await read(filter);
      yield { seq, entries };
      while (!signal?.aborted) {
        await delay(pollMs, undefined, { signal }).catch(() => undefined);
        const now = logState(folder);
        if (signal?.aborted || now === state) continue;
        state = now;
        const newest = (await read(filter)).entries;
        const fresh = newEntries(entries, newest);
        entries = newest;
        if (fresh.length > 0) yield { seq: ++seq, entries: fresh };
      }
    },
  };
}

/** Entries have no number of their own; two lists are compared by what stands in them. */
function newEntries(before: LogEntry[], now: LogEntry[]): LogEntry[] {
  const seen = new Set(before.map((entry) => JSON.stringify(entry)));
  return now.filter((entry) => !seen.has(JSON.stringify(entry)));
}
