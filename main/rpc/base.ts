import { randomUUID } from 'node:crypto';
import { implement, ORPCError } from '@orpc/server';
import { contract } from '../../preload/contract';
import type { CallMeta, ErrorData, Permission } from '../../preload/contract/meta';
import { AppError, toAppError } from '../errors';
import type { Log } from '../logs/log';
import { redactError } from '../logs/redact';
import type { CallContext } from './context';

/** Notes what was done or refused. Implemented by the audit trail. */
export interface AuditSink {
  record(entry: {
    actor: string;
    door: CallContext['door'];
    action: string;
    subject: string | null;
    result: 'ok' | 'refused' | 'failed';
    code: string | null;
    requestId: string;
  }): void;
}

/** A call's context with what the middlewares need; `createApp` adds these to what the door gives. */
export interface ServerContext extends CallContext {
  audit: AuditSink;
  log: Log;
  /** Removes secrets from what is about to be shown. */
  redact: (text: string) => string;
}

/**
 * The only place that checks permissions, writes audit rows and turns errors into the contract's: every
 * router is built from this.
 */
export const base = implement(contract)
  .$context<ServerContext>()
  .use(async ({ next, context, path, procedure, signal }, input) => {
    const meta: Partial<CallMeta> = procedure['~orpc'].meta;
    const requestId = randomUUID();
    const note = (result: 'ok' | 'refused' | 'failed', code: string | null, output?: unknown) => {
      if (!meta.audit) return;
      const subject = findSubject(meta.audit.subject, input, output);
      const { audit, actor, door } = context;
      audit.record({ actor: actor.name, door, action: path.join('.'), subject, result, code, requestId });
    };
    if (!meta.permission || !context.actor.permissions.has(meta.permission)) {
      note('refused', 'FORBIDDEN');
      throw toWire(forbidden(path, meta.permission));
    }
    try {
      const result = await next({});
      note('ok', null, result.output);
      if (!isStream(result.output)) return result;
      // A stream has only begun by now: what it throws later leaves in the same words.
      const output = translateErrors(result.output, (error) =>
        signal?.aborted ? error : translate(error, context, requestId),
      );
      return { ...result, output };
    } catch (error) {
      // Who has asked does not wait any more: what came to an end with that is no fault.
      const known = translate(isEndOf(signal, error) ? givenUp() : error, context, requestId);
      note(known.code === 'FORBIDDEN' ? 'refused' : 'failed', known.code);
      throw known;
    }
  });

/** The audit row for something that was asked for by a call, but leaves by a link, later or never. */
export function noteFetch({ audit, actor, door }: ServerContext, action: string, subject: string): void {
  audit.record({
    actor: actor.name,
    door,
    action,
    subject,
    result: 'ok',
    code: null,
    requestId: randomUUID(),
  });
}

const isStream = (output: unknown): output is AsyncIterableIterator<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output && 'next' in output;

/** The same stream, with its errors translated. Not a generator: that would make `return` wait for the next event. */
function translateErrors<T>(
  stream: AsyncIterableIterator<T>,
  words: (error: unknown) => unknown,
): AsyncIterableIterator<T> {
  const rethrow = (error: unknown): never => {
    throw words(error);
  };
  return {
    next: () => stream.next().catch(rethrow),
    return: async (value) => (await stream.return?.(value)) ?? { done: true, value },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function translate(error: unknown, { log, redact }: ServerContext, requestId: string) {
  const known = toAppError(error);
  // Words of peers are in there, and a peer may quote what it was given.
  return toWire(known ? redactError(known, redact) : error, log, requestId);
}

/** For a call that does what another call does. Null needs no more than its own. @throws AppError FORBIDDEN */
export function assertPermitted({ actor }: ServerContext, name: string, permission: Permission | null): void {
  if (permission !== null && !actor.permissions.has(permission)) throw forbidden([name], permission);
}

/** Whether a call failed because it was given up: with the signal's reason, or as Node names it. */
const isEndOf = (signal: AbortSignal | undefined, error: unknown): boolean =>
  signal?.aborted === true &&
  !toAppError(error) &&
  (error === signal.reason || (error instanceof Error && error.name === 'AbortError'));

const givenUp = (): AppError => new AppError('CANCELLED', 'This was given up.', { hint: 'Ask again.' });

const forbidden = (path: readonly string[], permission: string | undefined): AppError =>
  new AppError('FORBIDDEN', `You are not allowed to do this (${path.join('.')}).`, {
    hint: `Ask the owner of this installation for the permission "${permission ?? 'none declared'}".`,
  });

const statuses: Record<AppError['code'], number> = {
  INVALID: 422,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  CANCELLED: 499,
  UNAVAILABLE: 503,
  STORAGE: 507,
  INTERNAL: 500,
};

/** As the contract declares it. What nobody declared becomes INTERNAL with an id; the stack goes to the log. */
function toWire(error: unknown, log?: Log, requestId?: string): ORPCError<string, ErrorData | unknown> {
  if (error instanceof AppError)
    return new ORPCError(error.code, {
      defined: true,
      status: statuses[error.code],
      message: error.message,
      data: error.data,
      cause: error,
    });
  // oRPC's own: BAD_REQUEST with the schema's issues. Output that fails its schema is a fault of ours.
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return error;
  log?.error({ err: error, requestId }, 'a call failed');
  return toWire(
    new AppError('INTERNAL', 'Something went wrong inside Fedwright.', {
      hint: 'Try again. If it happens again, report the id with the app log.',
      id: requestId ?? '',
    }),
  );
}

/** Follows dotted paths into the input, then into the output; a list becomes its items with commas. */
export function findSubject(
  paths: string | string[] | undefined,
  input: unknown,
  output: unknown,
): string | null {
  const found = [paths ?? []]
    .flat()
    .flatMap((path) => wordsOf(dig(input, path) ?? dig(output, path)))
    .join(',');
  return found === '' ? null : found.slice(0, 500);
}

/** What identifies something. Of an input that no schema has accepted yet, an object may be there instead. */
function wordsOf(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  return typeof value === 'string' || typeof value === 'number' ? [value] : [];
}

/** Of a list, what is dug out of each of its items. */
function dig(value: unknown, path: string): unknown {
  let at = value;
  const [...keys] = path.split('.');
  for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (Array.isArray(at)) return at.map((item) => dig(item, [key, ...keys].join('.')));
    at = Object.getOwnPropertyDescriptor(at, key)?.value;
  }
  return at;
}
