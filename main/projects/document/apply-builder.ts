import { isDeepStrictEqual } from 'node:util';
import { YAMLMap, isAlias } from 'yaml';
import type { Builder, ProjectModel } from '../../../preload/contract/project-model';
import { type Edit, removeKey, setKey } from '../yaml/edit-map';
import { type Wanted, editSequence } from '../yaml/edit-sequence';
import { NeedsInline } from '../yaml/layout';
import type { Writable, WritableMap } from '../yaml/render';
import { asMap, isMap, ownPair, pairsOf, keyOf } from '../yaml/tree';
import { applyJson } from './apply-json';
import { applyMap } from './apply-map';
import { buildersOf, findStaticFileBuilder } from './builders';
import { type TargetMap, prune } from './target';

interface BuilderChange {
  before: TargetMap;
  after: TargetMap;
  isMistyped: (path: string) => boolean;
}

/** The order of the builders, those that go and those that are new. */
export function applyBuilderOrder(edit: Edit, before: ProjectModel, shall: readonly Builder[]): void {
  const places = new Map(before.builders.map(({ key }, from) => [key, from]));
  const wanted = shall.map((builder): Wanted => {
    const from = places.get(builder.key);
    places.delete(builder.key);
    return from === undefined ? { value: newBuilder(builder) } : { from };
  });
  const list = buildersOf(edit.source);
  if (list && list.items.length > 0) {
    const pair = ownPair(edit.source.root, 'builders');
    const kept = wanted.every((item, index) => 'from' in item && item.from === index);
    if (kept && wanted.length === list.items.length) return;
    if (pair?.value !== list) throw new NeedsInline('builders is an alias');
    editSequence(edit, list, wanted);
  } else if (wanted.length > 0)
    setKey(
      edit,
      edit.source.root,
      'builders',
      wanted.flatMap((item): Writable[] => ('value' in item ? [item.value] : [])),
    );
}

const newBuilder = ({ path, args }: Builder): WritableMap => (args === null ? { path } : { path, args });

/** Paths and arguments of builders whose order is right already. */
export function applyBuilderFields(edit: Edit, before: ProjectModel, shall: readonly Builder[]): void {
  const list = buildersOf(edit.source);
  for (const [index, { path, args }] of shall.entries()) {
    const was = before.builders[index];
    if (!was || isDeepStrictEqual([was.path, was.args], [path, args])) continue;
    const item = list?.items[index];
    const entry = asMap(edit.source, item);
    if (!entry || entry !== item) throw new NeedsInline('a builder that is an alias or no mapping');
    if (was.path !== path) setKey(edit, entry, 'path', path);
    if (!isDeepStrictEqual(was.args, args)) applyArgs(edit, entry, { was: was.args, shall: args });
  }
}

function applyArgs(
  edit: Edit,
  entry: YAMLMap,
  { was, shall }: Record<'was' | 'shall', Builder['args']>,
): void {
  const old = ownPair(entry, 'args')?.value;
  const gone = isMap(was) ? was : {};
  if (isAlias(old)) throw new NeedsInline('arguments that builders share');
  if (!(old instanceof YAMLMap) || !(shall === null || isMap(shall))) {
    if (shall === null) removeKey(edit, entry, 'args');
    else setKey(edit, entry, 'args', shall);
    return;
  }
  const next = shall ?? {};
  // What has fields of its own, such as the scheme, is among the keys of the file and not among these.
  const others = [...pairsOf(old)].some((pair) => !Object.hasOwn(gone, keyOf(pair) ?? ''));
  const stays = others || Object.keys(next).some((key) => Object.hasOwn(gone, key));
  if (!stays && shall === null) removeKey(edit, entry, 'args');
  else if (!stays) setKey(edit, entry, 'args', next);
  else
    for (const key of new Set([...Object.keys(gone), ...Object.keys(next)]))
      applyJson(edit, old, key, {
        was: Object.hasOwn(gone, key) ? gone[key] : undefined,
        shall: Object.hasOwn(next, key) ? next[key] : undefined,
      });
}

/** Writes scheme, Docker image and overseer agent into the builder that holds them. */
export function applyBuilder(edit: Edit, { before, after, isMistyped }: BuilderChange): void {
  const found = findStaticFileBuilder(edit.source);
  if (!found) return;
  const value = prune(after);
  const args = ownPair(found.entry, 'args')?.value;
  if (args instanceof YAMLMap)
    applyMap(edit, { map: args, before, after, isMistyped: (key) => isMistyped(`builders.${key}`) });
  else if (isAlias(args)) throw new NeedsInline('arguments that builders share');
  else if (isWritableMap(value)) setKey(edit, found.entry, 'args', value);
}

const isWritableMap = (value: unknown): value is WritableMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
