import { resolvePlain } from './scalar';

/** A value to be written; a mapping is written in the order of its keys. */
export type Writable = string | number | boolean | null | Writable[] | WritableMap;
export interface WritableMap {
  [key: string]: Writable;
}

export interface Style {
  /** Inside `{}` or `[]`, where commas and brackets end a plain scalar. */
  flow: boolean;
  /** The column of the key, for texts of several lines. */
  indent: number;
  /** The quotes that the old value had, kept where they can be. */
  quotes?: 'single' | 'double';
}

const plainStart = /^[\p{L}\p{N}_./(+@]/u;
const unsafePlain = /: |:$| #|[\n\t]/;
// What does not show, and what YAML 1.1 takes for the end of a line, is written as an escape.
const invisible = /[\p{C}\u0085\u2028\u2029]/u;
const escaped = /["\\\p{C}\u0085\u2028\u2029]/gu;

/** A scalar so that PyYAML and every YAML 1.2 reader get the same value of the same type. */
export function renderScalar(value: string | number | boolean | null, style: Style): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return renderNumber(value);
  const text = value.replaceAll(/\p{Cs}/gu, '\ufffd');
  if (text.includes('\n') && !style.flow && canBeBlock(text)) return renderBlock(text, style.indent);
  if (style.quotes === 'double' || invisible.test(text)) return renderDouble(text);
  if (style.quotes === 'single') return renderSingle(text);
  return isPlain(text, style.flow) ? text : renderSingle(text);
}

/** PyYAML takes `1e21` for text: it wants a point, and a sign in the exponent. */
function renderNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  return Number.isInteger(value) ? BigInt(value).toString() : String(value).replace(/^(-?\d+)e/, '$1.0e');
}

const renderSingle = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function renderDouble(text: string): string {
  const body = text.replaceAll(escaped, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return '\\n';
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${body}"`;
}

function isPlain(text: string, flow: boolean): boolean {
  if (text !== text.trim() || !plainStart.test(text) || text.startsWith('@')) return false;
  if (unsafePlain.test(text) || (flow && /[,[\]{}:?]/.test(text))) return false;
  if (text === '...' || text.startsWith('... ')) return false;
  return resolvePlain(text).kind === 'text' && !looksLikeNumber(text);
}

/** Text for PyYAML, but a number for readers of YAML 1.2: `1e3`, `0o17`. */
const looksLikeNumber = (text: string): boolean =>
  /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text) || /^0o[0-7]+$/.test(text);

const canBeBlock = (text: string): boolean =>
  /^\S/.test(text) && !/[^\S\n]\n|[^\S\n]$|\n\n$|[^\n\P{C}]|[\u0085\u2028\u2029]/u.test(text);

function renderBlock(text: string, indent: number): string {
  const kept = text.endsWith('\n');
  const lines = (kept ? text.slice(0, -1) : text).split('\n');
  const pad = ' '.repeat(indent + 2);
  return `${kept ? '|' : '|-'}\n${lines.map((line) => (line ? pad + line : '')).join('\n')}`;
}

/** A value inside `{}` or `[]`. */
export function renderFlow(value: Writable): string {
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(', ')}]`;
  if (value === null || typeof value !== 'object') return renderScalar(value, { flow: true, indent: 0 });
  const pairs = Object.entries(value).map(([key, each]) => `${renderKey(key, true)}: ${renderFlow(each)}`);
  return `{${pairs.join(', ')}}`;
}

/** `key: value` as lines of a block mapping whose keys stand in column `indent`; no line break at the end. */
export function renderPair(key: string, value: Writable, indent: number): string {
  return `${' '.repeat(indent)}${renderKey(key, false)}:${renderValue(value, indent)}`;
}

/** What follows the colon of a key in column `indent`: a space and a scalar or list, or further lines. */
export function renderValue(value: Writable, indent: number): string {
  if (Array.isArray(value) && value.some(isNested))
    return value.map((item) => `\n${renderItem(item, indent + 2)}`).join('');
  if (Array.isArray(value)) return ` ${renderFlow(value)}`;
  if (value === null || typeof value !== 'object') return ` ${renderScalar(value, { flow: false, indent })}`;
  const pairs = Object.entries(value);
  if (pairs.length === 0) return ' {}';
  return pairs.map(([name, each]) => `\n${renderPair(name, each, indent + 2)}`).join('');
}

/** `- value` as lines of a block list whose dashes stand in column `indent`. */
export function renderItem(value: Writable, indent: number): string {
  const dash = `${' '.repeat(indent)}- `;
  if (Array.isArray(value)) return dash + renderFlow(value);
  if (value === null || typeof value !== 'object') return dash + renderScalar(value, { flow: false, indent });
  const pairs = Object.entries(value);
  if (pairs.length === 0) return `${dash}{}`;
  const body = pairs.map(([key, each]) => renderPair(key, each, indent + 2)).join('\n');
  return dash + body.slice(indent + 2);
}

const renderKey = (key: string, flow: boolean): string =>
  renderScalar(key, { flow, indent: 0, quotes: quotesOfKey(key) });

/** A key is on one line always, so a text of several lines is in double quotes. */
const quotesOfKey = (key: string): 'double' | undefined => (key.includes('\n') ? 'double' : undefined);

const isNested = (value: Writable): boolean => typeof value === 'object' && value !== null;
