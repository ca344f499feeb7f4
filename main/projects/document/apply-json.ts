import { isDeepStrictEqual } from 'node:util';
import { YAMLMap, YAMLSeq, isAlias } from 'yaml';
import { type Edit, removeKey, setKey } from '../yaml/edit-map';
import { editSequence } from '../yaml/edit-sequence';
import { NeedsInline } from '../yaml/layout';
import { type Json, isMap, ownPair, toJson } from '../yaml/tree';

/** The value of a key before an edit and after it; undefined is a key that is not there. */
export interface JsonChange {
  was: Json | undefined;
  shall: Json | undefined;
}

/** Writes into one key of a mapping what differs between two values; comments beside all else stay. */
export function applyJson(edit: Edit, map: YAMLMap, key: string, { was, shall }: JsonChange): void {
  if (isDeepStrictEqual(was, shall)) return;
  const old = ownPair(map, key)?.value;
  if (shall === undefined) removeKey(edit, map, key);
  else if (isAlias(old)) throw new NeedsInline('a section that others share');
  else if (old instanceof YAMLMap && isMap(was) && isMap(shall) && isKept(old, shall))
    for (const name of new Set([...Object.keys(was), ...Object.keys(shall)]))
      applyJson(edit, old, name, { was: ownValue(was, name), shall: ownValue(shall, name) });
  else if (old instanceof YAMLSeq && Array.isArray(shall) && shall.length > 0 && old.items.length > 0)
    applyItems(edit, old, shall);
  else setKey(edit, map, key, shall);
}

/** A mapping of which nothing stays is written anew: its lines may not be removed one by one. */
const isKept = (old: YAMLMap, shall: Record<string, Json>): boolean =>
  Object.keys(shall).some((name) => ownPair(old, name) !== null);

const ownValue = (map: Record<string, Json>, key: string): Json | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;

/** Items that stay keep their text and their comments. */
function applyItems(edit: Edit, list: YAMLSeq, shall: Json[]): void {
  const free = new Map(list.items.map((item, index) => [index, toJson(edit.source, item)]));
  const wanted = shall.map((value) => {
    for (const [from, there] of free)
      if (isDeepStrictEqual(there, value)) {
        free.delete(from);
        return { from };
      }
    return { value };
  });
  editSequence(edit, list, wanted);
}
