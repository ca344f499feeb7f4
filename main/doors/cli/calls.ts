import { z } from 'zod';
import { contract } from '../../../preload/contract';
import type { CallMeta } from '../../../preload/contract/meta';
import { invalid } from '../../errors';
import type { Output } from './output';

/** Every call of the contract, as `feature.procedure`. */
export function callNames(): string[] {
  return Object.entries(contract).flatMap(([feature, calls]) =>
    Object.keys(calls).map((call) => `${feature}.${call}`),
  );
}

/** Says which calls there are, those of one feature, or what one of them takes. @throws AppError INVALID */
export function describeCalls(name: string | undefined, out: Output): void {
  const names = callNames();
  if (name !== undefined && names.includes(name))
    return out.printLine(JSON.stringify(describe(name), null, 2));
  const some = names.filter((each) => name === undefined || each.startsWith(`${name}.`));
  if (some.length === 0)
    throw invalid(`There is no call "${name}".`, 'Run "fedwright calls" to see all that there are.');
  out.printLine(some.join('\n'));
}

/** `input` is a JSON Schema, null where there is none. What it calls a grant is the path of a file or folder here. */
function describe(name: string) {
  const { permission, secret } = metaOf(name);
  const schema = inputOf(name);
  return {
    call: name,
    permission,
    ...(secret !== undefined && { onlyFromStdin: secret }),
    input: schema ? z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) : null,
  };
}

/** What the contract says of a call that it has. */
export const metaOf = (name: string): CallMeta => definitionOf(name).meta;
export const inputOf = (name: string): z.ZodType | undefined => definitionOf(name).inputSchema;

function definitionOf(name: string) {
  const [feature = '', call = ''] = name.split('.');
  const procedure: unknown = Reflect.get(Object(Reflect.get(contract, feature)), call);
  return (procedure as { '~orpc': { meta: CallMeta; inputSchema?: z.ZodType } })['~orpc'];
}
