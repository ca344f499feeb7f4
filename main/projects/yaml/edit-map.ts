import { Scalar, YAMLMap, YAMLSeq, isAlias } from 'yaml';
import { NeedsInline, contentEnd, indentOf, isFlow, lineEnd, lineStart } from './layout';
import { type Writable, renderFlow, renderPair, renderScalar, renderValue } from './render';
import type { YamlSource } from './source';
import type { Splices } from './splices';
import { type YamlPair, allPairs, keyOf, ownPair, pairsOf } from './tree';

/** A text being changed: where things are, and the changes so far. */
export interface Edit {
  source: YamlSource;
  splices: Splices;
}

/** Sets a key of a mapping, in place when the mapping has it, else after its last key. */
export function setKey(edit: Edit, map: YAMLMap, key: string, value: Writable): void {
  const pair = ownPair(map, key);
  if (!pair) addPair(edit, map, key, value);
  else if (isFlow(map)) setInFlow(edit, pair, value);
  else setInBlock(edit, map, pair, value);
}

/** Removes a key with what is on its line. @throws NeedsInline when an alias of `<<` brings it in. */
export function removeKey(edit: Edit, map: YAMLMap, key: string): void {
  const pair = ownPair(map, key);
  if (pair && isFlow(map)) removeFromFlow(edit, map, pair);
  else if (pair) removeFromBlock(edit, map, pair);
  for (const merge of pairsOf(map)) {
    if (keyOf(merge) !== null || !bringsIn(edit.source, merge, key)) continue;
    if (!(merge.value instanceof YAMLMap)) throw new NeedsInline('a key that comes from an alias');
    removeKey(edit, merge.value, key);
  }
}

function bringsIn(source: YamlSource, merge: YamlPair, key: string): boolean {
  const only = new YAMLMap();
  only.items.push(merge);
  return allPairs(source, only).has(key);
}

function setInBlock({ source, splices }: Edit, map: YAMLMap, pair: YamlPair, value: Writable): void {
  const indent = indentOf(source.text, map);
  const { value: old } = pair;
  const colon = colonOf(source, pair);
  const to = Math.max(colon, old && !isAbsent(old) ? contentEnd(source.text, old) : colon);
  // A text of several lines would take a comment behind it for its own.
  const flow = source.text.slice(to, lineEnd(source.text, to)).trim() !== '';
  const inPlace = isAlias(old) || (old instanceof Scalar && !isAbsent(old));
  if (isSimple(value) && inPlace)
    splices.add(old.range?.[0] ?? 0, to, renderScalar(value, { flow, indent, quotes: quotesOf(old) }));
  else if (isSimple(value)) splices.add(colon, to, ` ${renderScalar(value, { flow, indent })}`);
  else splices.add(colon, to, renderValue(value, indent));
}

function setInFlow({ source, splices }: Edit, pair: YamlPair, value: Writable): void {
  const { value: old } = pair;
  if (old === null) splices.add(keyEnd(pair), keyEnd(pair), `: ${renderFlow(value)}`);
  else if (isAbsent(old)) splices.add(colonOf(source, pair), colonOf(source, pair), ` ${renderFlow(value)}`);
  else splices.add(old.range?.[0] ?? 0, old.range?.[1] ?? 0, renderFlow(value));
}

function addPair({ source, splices }: Edit, map: YAMLMap, key: string, value: Writable): void {
  const last = map.items.at(-1);
  if (isFlow(map)) {
    const pair = `${renderFlow({ [key]: value }).slice(1, -1)}`;
    const at = last ? contentEnd(source.text, last) : (map.range?.[0] ?? 0) + 1;
    splices.add(at, at, last ? `, ${pair}` : pair);
  } else {
    const neighbour = isSimple(value) ? lastBeforeNested(map) : last;
    const at = neighbour ? lineEnd(source.text, contentEnd(source.text, neighbour)) : source.text.length;
    splices.add(at, at, `\n${renderPair(key, value, indentOf(source.text, map))}`);
  }
}

/** A simple value goes below the other simple ones, before a long list or mapping begins. */
function lastBeforeNested(map: YAMLMap): YAMLMap['items'][number] | undefined {
  const nested = map.items.findIndex(
    ({ value }) => (value instanceof YAMLMap || value instanceof YAMLSeq) && !isFlow(value),
  );
  return nested > 0 ? map.items[nested - 1] : map.items.at(-1);
}

const isSimple = (value: Writable): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

function removeFromBlock({ source, splices }: Edit, map: YAMLMap, pair: YamlPair): void {
  const { text } = source;
  const start = pair.key.range?.[0] ?? 0;
  const next = map.items[map.items.indexOf(pair) + 1];
  const sharesLine = text.slice(lineStart(text, start), start).trim() !== '';
  if (sharesLine && !(next?.key instanceof Scalar)) throw new NeedsInline('the only key of an entry');
  if (sharesLine && next?.key instanceof Scalar) splices.add(start, next.key.range?.[0] ?? start, '');
  else splices.add(lineStart(text, start), lineEnd(text, contentEnd(text, pair)) + 1, '');
}

function removeFromFlow({ source, splices }: Edit, map: YAMLMap, pair: YamlPair): void {
  const index = map.items.indexOf(pair);
  const start = pair.key.range?.[0] ?? 0;
  const before = map.items[index - 1];
  const after = map.items[index + 1];
  const end = contentEnd(source.text, pair);
  if (before) splices.add(contentEnd(source.text, before), end, '');
  else if (after?.key instanceof Scalar) splices.add(start, after.key.range?.[0] ?? end, '');
  else splices.add(start, end, '');
}

/** `key:` with nothing after it. */
const isAbsent = (node: unknown): boolean =>
  node instanceof Scalar && node.type === 'PLAIN' && node.source === '' && !node.anchor && !node.tag;

const keyEnd = (pair: YamlPair): number => pair.key.range?.[1] ?? 0;

const colonOf = (source: YamlSource, pair: YamlPair): number => source.text.indexOf(':', keyEnd(pair)) + 1;

function quotesOf(node: unknown): 'single' | 'double' | undefined {
  if (!(node instanceof Scalar)) return undefined;
  if (node.type === 'QUOTE_SINGLE') return 'single';
  return node.type === 'QUOTE_DOUBLE' ? 'double' : undefined;
}
