import { randomUUID } from 'node:crypto';
import { AppError } from '../errors';
import { toPathProblem } from '../files/path-problem';
import type { Log } from '../logs/log';
import type { RunEnd } from './run-rows';

/** The error of a run as people meet it; one that nobody foresaw gets an id, and its stack goes to the log. */
export function explainFailure(error: unknown, log: Log): AppError {
  const known = toPathProblem(error);
  if (known) return known;
  const id = randomUUID();
  log.error({ err: error, id }, 'a run of nvflare provision failed');
  return new AppError('INTERNAL', 'Something went wrong inside Fedwright.', {
    hint: 'Provision again. If it happens again, report the id with the app log.',
    id,
  });
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
