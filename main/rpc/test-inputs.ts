import fc from 'fast-check';
import { z } from 'zod';

/** What a JSON Schema says that matters for making values. */
interface Shape {
  type?: string | string[];
  properties?: Record<string, Shape>;
  required?: string[];
  additionalProperties?: Shape | boolean;
  items?: Shape;
  anyOf?: Shape[];
  oneOf?: Shape[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  maxLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
}

/** Values that exist in the app under test, by the name of the field that they fit. */
export type Known = (field: string) => readonly unknown[];

/** Texts that have broken programs before. */
export const hostileTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  `${'a'.repeat(499)}😀`,
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '/etc/passwd',
  'file:///etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '%2e%2e%2f',
  '%00',
  '${process.exit(1)}',
  "'; drop table projects; --",
  '<img src=x onerror=alert(1)>',
  '\u202e\u0000\ufeff\uffff',
  '!!js/function "function(){}"',
  'a: &a [*a, *a]',
  'x'.repeat(100_000),
  '\n'.repeat(5000),
] as const;

const nested = (depth: number): unknown => {
  let value: unknown = 'x';
  for (let at = 0; at < depth; at += 1) value = at % 2 ? [value] : { a: value };
  return value;
};

/** Values of every type that JSON, or oRPC beyond it, can carry. */
const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(null, undefined, true, 0, -0, -1, 1e308, Number.NaN, Infinity, -Infinity, 2 ** 53),
  fc.constantFrom<unknown>([], {}, new Date(Number.NaN), new Map([['a', 1]]), new Set([1]), 10n, /a/),
  fc.constantFrom<unknown>(
    nested(2000),
    Array.from({ length: 20_000 }, () => 'x'),
  ),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.anything({ maxDepth: 3 }),
);

/** Inputs that a call's schema accepts; where the app knows a value for a field, often that one. */
export function validInputs(schema: z.ZodType | undefined, known: Known): fc.Arbitrary<unknown> {
  if (!schema) return fc.constant(undefined);
  return valuesOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape, '', known);
}

function valuesOf(shape: Shape, field: string, known: Known): fc.Arbitrary<unknown> {
  const made = madeValues(shape, field, known);
  const values = known(field);
  return values.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...values) }, made) : made;
}

function madeValues(shape: Shape, field: string, known: Known): fc.Arbitrary<unknown> {
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map((one) => madeValues(one, field, known)));
  if (Array.isArray(shape.type))
    return fc.oneof(...shape.type.map((type) => madeValues({ ...shape, type }, field, known)));
  switch (shape.type) {
    case 'object':
      return objects(shape, known);
    case 'array':
      return fc.array(valuesOf(shape.items ?? {}, field, known), { minLength: 1, maxLength: 4 });
    case 'string':
      return texts(shape);
    case 'integer':
      return fc.integer({ min: shape.minimum ?? -1000, max: Math.min(shape.maximum ?? 1000, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: shape.minimum ?? -1e9, max: shape.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objects({ properties = {}, required = [], additionalProperties }: Shape, known: Known) {
  if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0)
    return fc.dictionary(fc.string({ maxLength: 20 }), valuesOf(additionalProperties, '', known), {
      maxKeys: 4,
    });
  const entries = Object.entries(properties).map(([name, shape]) => [name, valuesOf(shape, name, known)]);
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required,
  });
}

const matching = new Map<string, fc.Arbitrary<string>>();

/** Texts that fit a pattern. Made once for each: taking it apart takes longer than all the values that are drawn. */
function textsMatching(pattern: string): fc.Arbitrary<string> {
  const made = matching.get(pattern) ?? fc.stringMatching(new RegExp(pattern));
  matching.set(pattern, made);
  return made;
}

function texts({ pattern, format, maxLength = 200 }: Shape): fc.Arbitrary<string> {
  if (pattern) return textsMatching(pattern);
  if (format === 'uri') return fc.webUrl();
  const fitting = hostileTexts.filter(({ length }) => length <= maxLength);
  const most = Math.min(maxLength, 60);
  return fc.oneof(
    fc.string({ maxLength: most, unit: 'binary' }).map((text) => text.slice(0, maxLength)),
    textsMatching('^[a-z][a-z0-9-]{0,19}$'),
    fc.constantFrom(...fitting),
  );
}

/** An input with one thing in it replaced, left out or added, or something else altogether. */
export function mutatedInputs(valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const changed = fc
    .tuple(valid, fc.nat(), hostileValues, fc.constantFrom('replace', 'drop', 'add'))
    .map(([input, at, value, how]) => mutate(input, { at, value, how }));
  return fc.oneof({ weight: 3, arbitrary: changed }, hostileValues);
}

function mutate(input: unknown, change: { at: number; value: unknown; how: string }): unknown {
  const copy: unknown = structuredClone(input);
  const places = placesIn(copy);
  const place = places[change.at % Math.max(places.length, 1)];
  if (!place) return change.value;
  if (change.how === 'drop') Reflect.deleteProperty(place.owner, place.key);
  else {
    const key = change.how === 'add' ? '__proto__' : place.key;
    Object.defineProperty(place.owner, key, {
      ...{ value: change.value, enumerable: true, writable: true, configurable: true },
    });
  }
  return copy;
}

function placesIn(value: unknown): { owner: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ owner: value, key }, ...placesIn(inner)]);
}
