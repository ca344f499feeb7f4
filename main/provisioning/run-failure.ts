import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../errors';
import type { Log } from '../logs/log';
import type { RunEnd } from './run-rows';

const inTheWay = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY', 'ENOENT', 'EIO', 'EXDEV']);

/** The error of a run as people meet it; one that nobody foresaw gets an id, and its stack goes to the log. */
export function explainFailure(error: unknown, log: Log): AppError {
  const known = toAppError(error) ?? explainPath(error);
  if (known) return known;
  const id = randomUUID();
  log.error({ err: error, id }, 'a run of nvflare provision failed');
  return new AppError('INTERNAL', 'Something went wrong inside Fedwright.', {
    hint: 'Provision again. If it happens again, report the id with the app log.',
    id,
  });
}

function explainPath(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return null;
  if (!inTheWay.has(String(error.code))) return null;
  return new AppError(
    'STORAGE',
    'A place in the data directory cannot be used as it must be.',
    {
      hint: 'Look at the path below: something else may stand in its way, or its disk may be gone. Then provision again.',
      details: `${String(error.code)}: ${String(error.path)}`,
    },
    error,
  );
}

export const cancelled: RunEnd = {
  state: 'cancelled',
  error: {
    code: 'CANCELLED',
    message: 'This run was cancelled.',
    data: { hint: 'Nothing of it was kept. Provision again when you want to.' },
  },
};

export const interrupted: RunEnd = {
  state: 'interrupted',
  error: {
    code: 'CANCELLED',
    message: 'Fedwright ended before this run was done.',
    data: { hint: 'Nothing half-made was kept. Provision again.' },
  },
};

export const failed = ({ code, message, data }: AppError): RunEnd => ({
  state: 'failed',
  error: { code, message, data },
});
