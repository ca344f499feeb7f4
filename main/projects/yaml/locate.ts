import { type Node, type Pair, Scalar, isNode } from 'yaml';
import { contentEnd, lineEnd, lineStart } from './layout';
import type { YamlSource } from './source';
import { asMap, asSeq, allPairs, ownPair } from './tree';

/** Offsets of the characters from and up to which something stands in a text. */
export interface Range {
  from: number;
  to: number;
}

type Steps = (string | number)[];

/** Splits a field: `participants[2].host_names[0]` is participants, 2, host_names, 0. */
const stepsOf = (field: string): Steps =>
  [...field.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );

/**
 * Where a field of a problem is in the text: its key and value, or those of the nearest thing around it that the
 * file has. A field such as `line 12` is that line; of a whole file it is the first line.
 */
export function locate({ text, source }: { text: string; source: YamlSource | null }, field: string): Range {
  const line = /^line (\d+)$/.exec(field)?.[1];
  if (line !== undefined || !source) return lineRange(text, Number(line ?? 1));
  let range = lineRange(text, 1);
  let node: unknown = source.root;
  for (const step of stepsOf(field)) {
    const next = typeof step === 'number' ? itemAt(source, node, step) : valueAt(source, node, step);
    if (!next) break;
    range = next.range;
    node = next.node;
  }
  // Of a long section only the first line: that is where its key or its dash stands.
  return { from: range.from, to: Math.max(range.from, Math.min(range.to, lineEnd(text, range.from))) };
}

interface Found {
  range: Range;
  node: unknown;
}

function itemAt(source: YamlSource, node: unknown, index: number): Found | null {
  const item: unknown = asSeq(source, node)?.items[index];
  return isNode(item) ? { node: item, range: rangeOf(source.text, item) } : null;
}

function valueAt(source: YamlSource, node: unknown, key: string): Found | null {
  const map = asMap(source, node);
  const pair: Pair | undefined = map ? (ownPair(map, key) ?? allPairs(source, map).get(key)) : undefined;
  if (!pair || !(pair.key instanceof Scalar)) return null;
  const from = pair.key.range?.[0] ?? 0;
  return { node: pair.value, range: { from, to: contentEnd(source.text, pair) } };
}

const rangeOf = (text: string, node: Node): Range => ({
  from: node.range?.[0] ?? 0,
  to: contentEnd(text, node),
});

function lineRange(text: string, line: number): Range {
  let from = 0;
  for (let left = line; left > 1 && from < text.length; left -= 1) from = lineEnd(text, from) + 1;
  const start = lineStart(text, Math.min(from, text.length));
  return { from: start, to: lineEnd(text, start) };
}
