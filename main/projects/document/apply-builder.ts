import { YAMLMap, isAlias } from 'yaml';
import { type Edit, setKey } from '../yaml/edit-map';
import { type Wanted, editSequence } from '../yaml/edit-sequence';
import { NeedsInline } from '../yaml/layout';
import type { WritableMap } from '../yaml/render';
import { ownPair } from '../yaml/tree';
import { applyMap } from './apply-map';
import { builderPath, buildersOf, findStaticFileBuilder, standardBuilders } from './builders';
import { type TargetMap, prune } from './target';

interface BuilderChange {
  before: TargetMap;
  after: TargetMap;
  isMistyped: (path: string) => boolean;
}

/** Writes scheme, Docker image and overseer agent; adds the builder that holds them when there is none. */
export function applyBuilder(edit: Edit, { before, after, isMistyped }: BuilderChange): void {
  const found = findStaticFileBuilder(edit.source);
  const value = prune(after);
  if (!found) {
    if (isWritableMap(value)) addBuilder(edit, value);
    return;
  }
  const args = ownPair(found.entry, 'args')?.value;
  if (args instanceof YAMLMap)
    applyMap(edit, { map: args, before, after, isMistyped: (key) => isMistyped(`builders.${key}`) });
  else if (isAlias(args)) throw new NeedsInline('arguments that builders share');
  else if (isWritableMap(value)) setKey(edit, found.entry, 'args', value);
}

const isWritableMap = (value: unknown): value is WritableMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** After the WorkspaceBuilder, which makes the directories that it writes into. */
function addBuilder(edit: Edit, args: WritableMap): void {
  const list = buildersOf(edit.source);
  const [, standard] = standardBuilders;
  const builder = { path: standard.path, args: { ...standard.args, ...args } };
  if (!list || list.items.length === 0) {
    const all = standardBuilders.map((each): WritableMap => {
      if (each === standard) return builder;
      if (!('args' in each)) return { path: each.path };
      return { path: each.path, args: copyArgs(each.args) };
    });
    setKey(edit, edit.source.root, 'builders', all);
    return;
  }
  const wanted = list.items.map((_, from): Wanted => ({ from }));
  const after = list.items.findIndex((item) => builderPath(edit.source, item).endsWith('WorkspaceBuilder'));
  editSequence(edit, list, wanted.toSpliced(after + 1, 0, { value: builder }));
}

const copyArgs = (args: object): WritableMap =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
