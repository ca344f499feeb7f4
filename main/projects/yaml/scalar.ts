import type { Scalar } from 'yaml';

/**
 * What PyYAML, with which NVFlare reads project files, makes of an unquoted scalar. It follows YAML 1.1: `no`
 * is false, `010` is eight, `1:30` is ninety, `1e3` is text. Source: PyYAML's resolver.py and constructor.py.
 */
export type ScalarKind = 'text' | 'int' | 'float' | 'bool' | 'null' | 'timestamp' | 'merge' | 'unknown';

export interface Resolved {
  kind: ScalarKind;
  /** The text itself where the kind has no value in JSON. */
  value: string | number | boolean | null;
}

const truths = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const falsehoods = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const nulls = /^(?:~|null|Null|NULL|)$/;
const integer =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const timestamp =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::?\d\d)?))?)$/;

/** Reads an unquoted scalar as PyYAML's SafeLoader does. */
export function resolvePlain(source: string): Resolved {
  if (nulls.test(source)) return { kind: 'null', value: null };
  if (truths.test(source)) return { kind: 'bool', value: true };
  if (falsehoods.test(source)) return { kind: 'bool', value: false };
  if (integer.test(source)) return { kind: 'int', value: toInteger(source) };
  if (float.test(source)) return { kind: 'float', value: toFloat(source) };
  if (timestamp.test(source)) return { kind: 'timestamp', value: source };
  if (source === '<<') return { kind: 'merge', value: source };
  // "=" has a type of its own in YAML 1.1, for which PyYAML has no constructor.
  if (source === '=') return { kind: 'unknown', value: source };
  return { kind: 'text', value: source };
}

/** A scalar as PyYAML reads it: quoted text is text, an explicit tag decides, everything else is resolved. */
export function valueOf(node: Scalar): Resolved {
  const source = typeof node.value === 'string' ? node.value : (node.source ?? '');
  const tag = node.tag?.replace('tag:yaml.org,2002:', '');
  if (tag === 'str' || (!tag && node.type !== 'PLAIN')) return { kind: 'text', value: source };
  return resolvePlain(source);
}

/** Whether a number is written the way people read it: no octal, hexadecimal, base 60, plus or underscore. */
export const isPlainDecimal = (source: string): boolean => /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(source);

function toInteger(source: string): number {
  const digits = source.replaceAll('_', '');
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (bare.includes(':')) return sign * base60(bare);
  if (/^0[bx]/.test(bare)) return sign * Number(bare);
  if (bare.length > 1 && bare.startsWith('0')) return sign * Number.parseInt(bare, 8);
  return sign * Number(bare);
}

function toFloat(source: string): number {
  const digits = source.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (bare === '.inf') return sign * Infinity;
  if (bare === '.nan') return NaN;
  return sign * (bare.includes(':') ? base60(bare) : Number(bare));
}

const base60 = (digits: string): number =>
  digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
