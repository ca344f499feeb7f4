import { setTimeout as delay } from 'node:timers/promises';
import type { LogEntry } from '../../preload/contract/logs';
import { type LogFilter, type Positions, logState, readLogs } from './reader';

export type Logs = ReturnType<typeof createLogs>;

const pollMs = 500;
/** Characters of entries in one message; the doors want messages of at most 256 KB. */
const maxFrame = 100_000;

/** Reads the app log back, of this process and of the others on the same data directory. */
export function createLogs({ folder }: { folder: string }) {
  return {
    async read(filter: LogFilter): Promise<{ entries: LogEntry[]; cut: boolean }> {
      const { entries, cut } = await readLogs(folder, filter);
      const frames = toFrames(entries);
      return { entries: frames.at(-1) ?? [], cut: cut || frames.length > 1 };
    },
    /** First the newest entries, then what is written, with a sequence number. */
    async *watch(
      filter: LogFilter,
      signal?: AbortSignal,
    ): AsyncGenerator<{ seq: number; entries: LogEntry[] }> {
      const positions: Positions = new Map();
      let seq = 0;
      let state = logState(folder);
      const [first = [], ...others] = toFrames((await readLogs(folder, filter, positions)).entries);
      yield { seq, entries: first };
      for (const entries of others) yield { seq: ++seq, entries };
      while (!signal?.aborted) {
        await delay(pollMs, undefined, { signal }).catch(() => undefined);
        const now = logState(folder);
        if (signal?.aborted || now === state) continue;
        state = now;
        const { entries } = await readLogs(folder, filter, positions);
        for (const frame of toFrames(entries)) yield { seq: ++seq, entries: frame };
      }
    },
  };
}

/** The entries in pieces that fit into a message, in their order; counted from the end, so that the last is full. */
function toFrames(entries: LogEntry[]): LogEntry[][] {
  const frames: LogEntry[][] = [];
  let frame: LogEntry[] = [];
  let length = 0;
  for (const entry of entries.toReversed()) {
    const own = JSON.stringify(entry).length;
    if (frame.length > 0 && length + own > maxFrame) {
      frames.unshift(frame.toReversed());
      [frame, length] = [[], 0];
    }
    frame.push(entry);
    length += own;
  }
  return frame.length > 0 ? [frame.toReversed(), ...frames] : frames;
}
