import { ORPCError } from '@orpc/client';
import { z } from 'zod';
import { errorDataSchema, type Problem } from '../../preload/contract/meta';
import { ConnectionLostError } from './connection';

/** An error as a page shows it: what happened, what to do, and what else is known. */
export interface ErrorReport {
  code: string;
  message: string;
  hint: string;
  details?: string;
  problems?: Problem[];
  /** What kind of failure it is, where a page can offer something for it. */
  reason?: string;
  /** Finds the stack in the app log. */
  id?: string;
}

const issuesSchema = z.object({
  issues: z.array(
    z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }),
  ),
});

/** Makes something to show out of whatever was thrown. Never throws. */
export function toProblem(error: unknown): ErrorReport {
  if (error instanceof ORPCError) return fromCall(error);
  if (error instanceof ConnectionLostError || isClosedPeer(error)) return lost();
  if (isNamed(error, 'AbortError')) {
    return { code: 'CANCELLED', message: 'This was cancelled.', hint: '' };
  }
  return {
    code: 'UNEXPECTED',
    message: error instanceof Error && error.message ? error.message : 'Something unexpected happened.',
    hint: 'Try again. If it happens again, copy the details and look into the app log.',
    details: error instanceof Error ? error.stack : String(error),
  };
}

/** Whether this is an error of the contract with that code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof ORPCError && error.code === code;
}

function fromCall(error: ORPCError<string, unknown>): ErrorReport {
  const data = errorDataSchema.safeParse(error.data);
  if (data.success) return { code: error.code, message: error.message, ...data.data };
  const invalid = issuesSchema.safeParse(error.data);
  if (invalid.success) {
    const lines = invalid.data.issues.map((i) => (i.path?.length ? `${i.path.join('.')}: ` : '') + i.message);
    return {
      code: 'INVALID',
      message: 'Some of the values are not accepted.',
      hint: lines.slice(0, 3).join('; '),
      details: lines.join('\n'),
    };
  }
  return { code: error.code, message: error.message, hint: 'Look into the app log for more.' };
}

function lost(): ErrorReport {
  return {
    code: 'DISCONNECTED',
    message: 'The connection to Fedwright was lost.',
    hint: 'It is tried again by itself. Repeat what you did once the connection is back.',
  };
}

// oRPC's peers reject what is under way with these words when their channel closes.
function isClosedPeer(error: unknown): boolean {
  return error instanceof Error && /socket is not open|AsyncIdQueue/i.test(error.message);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
