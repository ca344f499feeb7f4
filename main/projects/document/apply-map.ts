import { YAMLMap, YAMLSeq, isAlias } from 'yaml';
import { type Edit, removeKey, setKey } from '../yaml/edit-map';
import { editSequence } from '../yaml/edit-sequence';
import { NeedsInline } from '../yaml/layout';
import { asScalar, getNode, ownPair, pairsOf } from '../yaml/tree';
import { type Target, type TargetMap, isSame, isTargetMap, prune } from './target';

/** What a plain text in place of a mapping means: the value of this one key. */
const shortForms: Record<string, string> = { connect_to: 'host', listening_host: 'default_host' };

export interface MapChange {
  map: YAMLMap;
  before: TargetMap;
  after: TargetMap;
  /** Whether the value of this key has a type that has to be set right even when nothing was changed. */
  isMistyped: (key: string) => boolean;
}

/** Writes into a mapping of the file what differs between two targets, and nothing else. */
export function applyMap(edit: Edit, { map, before, after, isMistyped }: MapChange): void {
  for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
    const was = before[key] ?? null;
    const shall = after[key] ?? null;
    const inner = (name: string) => isMistyped(`${key}.${name}`);
    const wrong = isMistyped(key) || hasMistypedBelow(isMistyped, key, shall);
    if (isSame(was, shall) && !wrong) continue;
    applyKey(edit, { map, before: before, after, isMistyped: inner }, key, was, shall);
  }
}

const hasMistypedBelow = (isMistyped: (key: string) => boolean, key: string, target: Target): boolean =>
  (isTargetMap(target) && Object.keys(target).some((name) => isMistyped(`${key}.${name}`))) ||
  (Array.isArray(target) && target.some((_, index) => isMistyped(`${key}[${index}]`)));

function applyKey(edit: Edit, change: MapChange, key: string, was: Target, shall: Target): void {
  const { map } = change;
  const pair = ownPair(map, key);
  const value = prune(shall);
  const old = pair?.value;
  if (isTargetMap(shall) && old instanceof YAMLMap) {
    const before = isTargetMap(was) ? was : {};
    if (value === null && hasOnly(old, shall)) removeKey(edit, map, key);
    else applyMap(edit, { map: old, before, after: shall, isMistyped: change.isMistyped });
  } else if (value === null) removeKey(edit, map, key);
  else if (isTargetMap(shall) && isAlias(old)) throw new NeedsInline('a mapping that others share');
  else if (isTargetMap(shall)) setKey(edit, map, key, shortForm(edit, map, key, shall) ?? value);
  else if (Array.isArray(shall)) applyList(edit, map, key, shall);
  else setKey(edit, map, key, value);
}

const hasOnly = (map: YAMLMap, target: TargetMap): boolean =>
  [...pairsOf(map)].every(({ key }) => typeof key.value === 'string' && Object.hasOwn(target, key.value));

/** A text stays a text while it says all there is to say. */
function shortForm({ source }: Edit, map: YAMLMap, key: string, shall: TargetMap): string | null {
  const name = shortForms[key];
  const node = getNode(source, map, key);
  if (!name || node === undefined || !asScalar(source, node)) return null;
  const only = shall[name];
  return typeof only === 'string' && isSame(shall, { [name]: only }) ? only : null;
}

/** Items that stay keep their text and their comments. One text in place of the list stays one. */
function applyList(edit: Edit, map: YAMLMap, key: string, shall: string[]): void {
  const old = ownPair(map, key)?.value;
  if (isAlias(old)) throw new NeedsInline('a list that others share');
  if (!(old instanceof YAMLSeq)) {
    const node = getNode(edit.source, map, key);
    const [only] = shall;
    const isText = node !== undefined && asScalar(edit.source, node) !== null;
    setKey(edit, map, key, isText && shall.length === 1 && only !== undefined ? only : shall);
    return;
  }
  const free = new Map(old.items.map((item, index) => [index, asScalar(edit.source, item)]));
  const wanted = shall.map((text) => {
    for (const [index, scalar] of free)
      if (scalar?.kind === 'text' && scalar.value === text) {
        free.delete(index);
        return { from: index };
      }
    return { value: text };
  });
  if (shall.length === 0) removeKey(edit, map, key);
  else editSequence(edit, old, wanted);
}
