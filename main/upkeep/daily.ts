import type { Log } from '../logs/log';

export interface DailyClock {
  /** Milliseconds until the first look, and between two. */
  firstMs: number;
  everyMs: number;
}

/** Not at once: the start belongs to the person, and a window that is closed again at once needs no backup. */
const clock: DailyClock = { firstMs: 60_000, everyMs: 15 * 60_000 };

/**
 * Makes the day's backup in doors that stay open. Every process on a data directory looks; `due` and the lock
 * of the task see to it that one of them does it.
 */
export function startDaily(
  { due, backUp, log }: { due: () => boolean; backUp: () => Promise<void>; log: Log },
  { firstMs, everyMs }: DailyClock = clock,
): () => void {
  const look = () => {
    try {
      // One who is second finds the lock taken; the next look finds the backup.
      if (due()) backUp().catch((error: unknown) => log.warn({ err: error }, 'the daily backup failed'));
    } catch (error) {
      log.warn({ err: error }, 'the daily backup could not be looked for');
    }
  };
  let every: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    look();
    every = setInterval(look, everyMs);
    every.unref();
  }, firstMs);
  first.unref();
  return () => {
    clearTimeout(first);
    clearInterval(every);
  };
}

/** Whether two moments are of the same day where the person is. */
export const isSameDay = (a: number, b: number): boolean =>
  new Date(a).toDateString() === new Date(b).toDateString();
