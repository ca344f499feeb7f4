import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../errors';

const pausesMs = [1000, 2000, 4000, 8000, 15_000, 30_000];
const passing = new Set(['lost', 'unreachable', 'failed']);

/** Does the work again after a connection was lost, a minute long. It has to look what is done already. */
export async function throughLosses<T>(
  work: () => Promise<T>,
  { signal, log }: { signal: AbortSignal; log: (line: string) => void },
): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !isLoss(error)) throw error;
      log(`${error.message} It is tried again in ${pauseMs / 1000} s, and goes on where it was.`);
      await pause(pauseMs, undefined, { signal });
    }
  }
  return work();
}

export const isLoss = (error: unknown): error is AppError =>
  error instanceof AppError && passing.has(error.data.reason ?? '');
