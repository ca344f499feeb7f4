import type { Node, YAMLMap } from 'yaml';
import type { Problem } from '../../../preload/contract/meta';
import { error, quote, warning } from '../problem';
import { isPlainDecimal } from '../yaml/scalar';
import type { YamlSource } from '../yaml/source';
import { asScalar, asSeq, getNode } from '../yaml/tree';

/** A file being read, and what was noticed about the types of its values on the way. */
export interface Reading {
  source: YamlSource;
  problems: Problem[];
  /** Paths whose value has a type that NVFlare does not take there; writing the model sets it right. */
  mistyped: Set<string>;
}

/** A mapping of the file, and its path as problems name it: `participants[2].connect_to`. */
export interface Place {
  reading: Reading;
  map: YAMLMap;
  path: string;
}

export const pathOf = (place: Place, key: string): string => (place.path ? `${place.path}.${key}` : key);

/** Reads a value; null when the key is missing, or holds a mapping or list. */
function scalarAt(place: Place, key: string) {
  const node = getNode(place.reading.source, place.map, key);
  return node === undefined ? null : asScalar(place.reading.source, node);
}

/** A text that NVFlare wants as text: names, organisations, hosts. Empty when the key is missing. */
export const readText = (place: Place, key: string): string => readWord(place, key) ?? '';

/** As `readText`, with null for a missing key. */
export function readWord(place: Place, key: string): string | null {
  const scalar = scalarAt(place, key);
  if (!scalar) return null;
  if (scalar.kind === 'null') return noteEmpty(place, key);
  if (scalar.kind !== 'text') noteNotText(place, key, scalar.source, scalar.value);
  return scalar.kind === 'text' ? String(scalar.value) : scalar.source;
}

/** A text for people, which NVFlare does not look at: whatever is there, as it is written. */
export function readWords(place: Place, key: string): string | null {
  const scalar = scalarAt(place, key);
  if (!scalar || scalar.kind === 'null') return null;
  return scalar.kind === 'text' ? String(scalar.value) : scalar.source;
}

/** A number as NVFlare gets it. What is no number is given as its text: the validator says what is wrong. */
export function readNumber(place: Place, key: string, rules: { strict: boolean }): number | string | null {
  const scalar = scalarAt(place, key);
  if (!scalar) return null;
  if (scalar.kind === 'null') return noteEmpty(place, key);
  if (scalar.kind === 'int' && typeof scalar.value === 'number' && Number.isSafeInteger(scalar.value)) {
    if (!isPlainDecimal(scalar.source)) noteOddNumber(place, key, scalar.source, scalar.value);
    return scalar.value;
  }
  if (scalar.kind === 'text') {
    const text = String(scalar.value);
    if (rules.strict && /^(?:0|[1-9][0-9]{0,9})$/.test(text)) noteNotNumber(place, key, text);
    return text;
  }
  const { value, source } = scalar;
  return typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value) ? value : source;
}

/** True or false as Python takes it: every text but the empty one is true. */
export function readBoolean(place: Place, key: string): boolean | null {
  const scalar = scalarAt(place, key);
  if (!scalar || scalar.kind === 'null') return null;
  if (typeof scalar.value === 'boolean') return scalar.value;
  const value = scalar.value !== '' && scalar.value !== 0;
  place.reading.mistyped.add(pathOf(place, key));
  place.reading.problems.push(
    error(
      pathOf(place, key),
      'type.boolean',
      `NVFlare takes ${quote(scalar.value)} for ${value ? 'true' : 'false'}.`,
      'Write true or false, without quotes. Saving the project here does so.',
    ),
  );
  return value;
}

/** A list of texts, or one text in its place. */
export function readTexts(place: Place, key: string): string[] {
  const node = getNode(place.reading.source, place.map, key);
  const list = node === undefined ? null : asSeq(place.reading.source, node);
  if (!list) {
    const only = node === undefined ? null : readWords(place, key);
    if (only !== null) noteItem(place, key, node ?? null);
    return only === null ? [] : [only];
  }
  return list.items.map((item, index) => noteItem(place, `${key}[${index}]`, item));
}

function noteItem(place: Place, key: string, item: Node | unknown): string {
  const scalar = asScalar(place.reading.source, item);
  if (!scalar) return '';
  if (scalar.kind === 'text') return String(scalar.value);
  noteNotText(place, key, scalar.source, scalar.value);
  return scalar.source;
}

function noteEmpty(place: Place, key: string): null {
  const path = pathOf(place, key);
  place.reading.mistyped.add(path);
  place.reading.problems.push(
    error(
      path,
      'type.empty',
      `The key ${quote(key)} has no value. NVFlare does not take that for its default.`,
      'Give it a value or remove the key. Saving the project here removes it.',
    ),
  );
  return null;
}

function noteNotText(place: Place, key: string, source: string, value: unknown): void {
  const path = pathOf(place, key);
  place.reading.mistyped.add(path);
  const meant =
    typeof value === 'number' ? `the number ${value}` : typeof value === 'boolean' ? String(value) : 'a date';
  place.reading.problems.push(
    error(
      path,
      'type.text',
      `NVFlare reads ${source} as ${meant}, where it needs text.`,
      `Put it in quotes: '${source}'. Saving the project here does so.`,
    ),
  );
}

function noteNotNumber(place: Place, key: string, text: string): void {
  const path = pathOf(place, key);
  place.reading.mistyped.add(path);
  place.reading.problems.push(
    error(
      path,
      'type.number',
      `${quote(text)} is text, where NVFlare needs a number.`,
      'Remove the quotes. Saving the project here does so.',
    ),
  );
}

function noteOddNumber(place: Place, key: string, source: string, value: number): void {
  place.reading.problems.push(
    warning(
      pathOf(place, key),
      'type.odd-number',
      `NVFlare reads ${source} as ${value}.`,
      'Write the number in plain digits, without leading zeros, colons or underscores.',
    ),
  );
}
