import { z } from 'zod';
import { contract } from '../../../preload/contract';
import type { CallMeta } from '../../../preload/contract/meta';
import { invalid } from '../../errors';
import type { Output } from './output';

interface Declared {
  meta: CallMeta;
  inputSchema?: z.ZodType;
  outputSchema?: unknown;
}

/** Every call of the contract, as `feature.procedure`. */
export function callNames(): string[] {
  return Object.entries(contract).flatMap(([feature, calls]) =>
    Object.keys(calls).map((call) => `${feature}.${call}`),
  );
}

/** @throws AppError INVALID for a name that the contract does not have, with those that come near. */
export function assertCall(name: string): void {
  const names = callNames();
  if (names.includes(name)) return;
  const near = names.filter((each) => each.split('.')[0] === name.split('.')[0]);
  throw invalid(
    `There is no call "${name}".`,
    near.length > 0 ? `There are: ${near.join(', ')}.` : '"fedwright calls" lists all there are.',
  );
}

/** What the contract says of a call that it has. */
export function declared(name: string): Declared {
  const [feature = '', call = ''] = name.split('.');
  const procedure: unknown = Reflect.get(Object(Reflect.get(contract, feature)), call);
  return (procedure as { '~orpc': Declared })['~orpc'];
}

export const inputOf = (name: string): z.ZodType | undefined => declared(name).inputSchema;

/**
 * Lists all calls, or those of a feature, a line each with the permission that it needs; of one call it gives the JSON
 * schemas of what it takes and answers, and which field is taken from standard input only. What an input calls a grant is
 * the path of a file or folder here. An answer that is a stream has no schema of its own.
 * @throws AppError INVALID for a feature or a call that does not exist
 */
export function listCalls(name: string | undefined, out: Output): void {
  const shown = callNames().filter((each) => name === undefined || each.startsWith(`${name}.`));
  if (shown.length > 0)
    return shown.forEach((each) => out.printLine(`${each.padEnd(38)} ${declared(each).meta.permission}`));
  assertCall(name ?? '');
  const { meta, inputSchema, outputSchema } = declared(name ?? '');
  out.print({
    ...{ call: name, permission: meta.permission },
    ...(meta.secret !== undefined && { onlyFromStdin: meta.secret }),
    ...{ input: schemaOf(inputSchema, 'input'), output: schemaOf(outputSchema, 'output') },
  });
}

const schemaOf = (schema: unknown, io: 'input' | 'output') =>
  schema instanceof z.ZodType ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : null;
