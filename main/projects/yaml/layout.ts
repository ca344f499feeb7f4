import { type Pair, Scalar, YAMLMap, YAMLSeq, isNode, isPair } from 'yaml';

/** Thrown when a part of a file can only be changed after its aliases have been written out. */
export class NeedsInline extends Error {}

/** The offset of the first character of the line that `offset` is in. */
export const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** The offset of the line break that ends the line, or of the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at;
}

export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

export const isFlow = (node: YAMLMap | YAMLSeq): boolean => node.flow === true;

/** The column of a block mapping's keys. */
export function indentOf(text: string, map: YAMLMap): number {
  const first = map.items[0]?.key;
  return isNode(first) ? columnOf(text, startWithProps(text, first.range?.[0] ?? 0)) : 0;
}

/** Where a key starts when an anchor or tag stands before it. */
function startWithProps(text: string, start: number): number {
  const before = /(?:[&!][^\s,[\]{}]* +)+$/.exec(text.slice(lineStart(text, start), start));
  return before ? start - before[0].length : start;
}

/**
 * The offset behind the last character of a node that is not white space or comment. A block text ends at
 * its last line break.
 */
export function contentEnd(text: string, node: unknown): number {
  if (isPair(node)) return pairEnd(text, node);
  if (!isNode(node)) return 0;
  const [start, end] = node.range ?? [0, 0];
  if ((node instanceof YAMLMap || node instanceof YAMLSeq) && !isFlow(node)) {
    const last = node.items.at(-1);
    return Math.max(start, contentEnd(text, last));
  }
  const isBlock = node instanceof Scalar && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
  return isBlock && text[end - 1] === '\n' ? end - 1 : end;
}

function pairEnd(text: string, pair: Pair): number {
  const keyEnd = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  const { value } = pair;
  if (!isNode(value)) return keyEnd;
  const isEmpty = value instanceof Scalar && value.source === '' && value.type === 'PLAIN';
  // The place of an absent value is wherever the next token is, perhaps some lines below.
  if (isEmpty) return text.indexOf(':', keyEnd) + 1;
  return Math.max(keyEnd, contentEnd(text, value));
}
