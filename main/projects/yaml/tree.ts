import { type Node, type Pair, Scalar, YAMLMap, YAMLSeq, isAlias, isNode } from 'yaml';
import type { Json, JsonMap } from '../../../preload/contract/json';
import { type Resolved, valueOf } from './scalar';
import type { YamlSource } from './source';

/** A value of a file as NVFlare gets it; a timestamp is its text. */
export type { Json, JsonMap };

export type YamlPair = Pair<Scalar, Node | null>;

/** Thrown when aliases make a file many times larger than its text. */
export class ExpansionError extends Error {}

const maxValues = 500_000;
const maxDepth = 100;

/** What a node is, with aliases followed. */
export function follow(source: YamlSource, node: unknown): Node | null {
  let at = isNode(node) ? node : null;
  for (let steps = 0; at && isAlias(at); steps += 1) {
    if (steps > maxDepth) throw new ExpansionError('an alias that ends nowhere');
    at = source.targets.get(at) ?? null;
  }
  return at;
}

export function asMap(source: YamlSource, node: unknown): YAMLMap | null {
  const found = follow(source, node);
  return found instanceof YAMLMap ? found : null;
}

export function asSeq(source: YamlSource, node: unknown): YAMLSeq | null {
  const found = follow(source, node);
  return found instanceof YAMLSeq ? found : null;
}

/** A scalar as PyYAML reads it; null for a mapping, a list or nothing at all. */
export function asScalar(source: YamlSource, node: unknown): (Resolved & { source: string }) | null {
  const found = follow(source, node);
  if (!(found instanceof Scalar)) return null;
  return { ...valueOf(found), source: String(found.source ?? '') };
}

/** The pairs of a mapping with a scalar key: all pairs, as `lintTree` refuses other keys. */
export function* pairsOf(map: YAMLMap): Generator<YamlPair> {
  for (const item of map.items) if (isScalarKeyed(item)) yield item;
}

const isScalarKeyed = (pair: Pair): pair is YamlPair => pair.key instanceof Scalar;

/** The text of a pair's key; null for `<<`. */
export function keyOf(pair: YamlPair): string | null {
  const { kind, value } = valueOf(pair.key);
  if (kind === 'merge') return null;
  return kind === 'text' ? String(value) : (pair.key.source ?? '');
}

/** The pair of a mapping with this key, not looking into `<<`. */
export function ownPair(map: YAMLMap, key: string): YamlPair | null {
  for (const pair of pairsOf(map)) if (keyOf(pair) === key) return pair;
  return null;
}

/** All pairs of a mapping, those of `<<` first: what is written later or nearer wins. */
export function allPairs(source: YamlSource, map: YAMLMap, depth = 0): Map<string, YamlPair> {
  const found = new Map<string, YamlPair>();
  if (depth > maxDepth) throw new ExpansionError('a mapping that merges itself');
  for (const pair of pairsOf(map)) {
    if (keyOf(pair) !== null) continue;
    const list = asSeq(source, pair.value);
    const merged = list ? [...list.items].toReversed() : [pair.value];
    for (const each of merged) {
      const inner = asMap(source, each);
      if (inner) for (const [key, value] of allPairs(source, inner, depth + 1)) found.set(key, value);
    }
  }
  for (const pair of pairsOf(map)) {
    const key = keyOf(pair);
    if (key !== null) found.set(key, pair);
  }
  return found;
}

/** The value of a key, `<<` included; undefined when there is no such key. */
export function getNode(source: YamlSource, map: YAMLMap, key: string): Node | null | undefined {
  const pair = ownPair(map, key) ?? allPairs(source, map).get(key);
  return pair ? follow(source, pair.value) : undefined;
}

/** A node as plain data. @throws ExpansionError when aliases expand beyond half a million values. */
export function toJson(source: YamlSource, node: unknown): Json {
  let left = maxValues;
  const convert = (each: unknown, depth: number): Json => {
    left -= 1;
    if (left < 0 || depth > maxDepth) throw new ExpansionError('too many values');
    const found = follow(source, each);
    if (found instanceof YAMLSeq) return found.items.map((item) => convert(item, depth + 1));
    if (!(found instanceof YAMLMap)) return found instanceof Scalar ? valueOf(found).value : null;
    const map: JsonMap = {};
    for (const [key, pair] of allPairs(source, found)) setOwn(map, key, convert(pair.value, depth + 1));
    return map;
  };
  return convert(node, 0);
}

/** Sets a property of any name, `__proto__` included, as data. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

export { isJsonMap as isMap } from '../../../preload/contract/json';
