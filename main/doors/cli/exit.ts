import { ORPCError } from '@orpc/server';
import { CommanderError } from 'commander';
import { z } from 'zod';
import { errorDataSchema } from '../../../preload/contract/meta';
import { type AppError, toAppError } from '../../errors';

/** An error as the command line prints it: one JSON object. */
export interface PrintedError {
  code: string;
  message: string;
  hint: string;
  data: Record<string, unknown>;
}

/** Set when a signal ended the work: 128 and the signal's number, as shells have it. */
export const interrupted = 130;

const codes: Record<string, number> = {
  INVALID: 2,
  BAD_REQUEST: 2,
  FORBIDDEN: 3,
  NOT_FOUND: 4,
  CONFLICT: 4,
};

/** 2 bad input, 3 not permitted, 4 not found or in conflict, 5 a failure of ours or of a peer. */
export const exitCodeOf = (error: unknown): number => codes[describeError(error).code] ?? 5;

const issuesSchema = z.object({
  issues: z.array(
    z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
  ),
});

/** Makes one of whatever was thrown. Never throws. */
export function describeError(error: unknown): PrintedError {
  const usage = describeUsage(error);
  if (usage) return usage;
  const known = error instanceof ORPCError ? error : toAppError(error);
  if (known instanceof ORPCError) return describeCall(known);
  if (known) return print(known.code, known.message, known.data);
  return {
    code: 'INTERNAL',
    message: 'Something went wrong inside Fedwright.',
    hint: 'Try again. If it happens again, report the details with the app log.',
    data: { details: error instanceof Error ? error.message : String(error) },
  };
}

/** A command or option that is not one, or one that is missing. */
function describeUsage(error: unknown): PrintedError | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (!(error instanceof CommanderError) && !code.startsWith('ERR_PARSE_ARGS')) return null;
  const message = error instanceof Error ? error.message.replace(/^error: /, '') : String(error);
  return {
    code: 'INVALID',
    message: message.charAt(0).toUpperCase() + message.slice(1),
    hint: 'See "fedwright --help" for the commands and their options.',
    data: {},
  };
}

function describeCall(error: ORPCError<string, unknown>): PrintedError {
  const data = errorDataSchema.safeParse(error.data);
  if (data.success) return print(error.code, error.message, data.data);
  const bad = issuesSchema.safeParse(error.data);
  if (!bad.success) return { code: error.code, message: error.message, hint: '', data: {} };
  const lines = bad.data.issues.map(({ path, message }) =>
    path?.length ? `${path.join('.')}: ${message}` : message,
  );
  return {
    code: 'INVALID',
    message: 'The input does not have the form that this call takes.',
    hint: lines.slice(0, 3).join('; '),
    data: {
      problems: bad.data.issues.map(({ path, message }) => ({ field: path?.join('.') ?? '', message })),
    },
  };
}

function print(code: string, message: string, { hint, ...data }: AppError['data']): PrintedError {
  return { code, message, hint, data };
}
