import type { Builder, ProjectModel } from '../../../preload/contract/project-model';
import { type Json, type JsonMap, isMap, setOwn } from '../yaml/tree';
import { editedBuilder, standardBuilders } from './builders';
import { type TargetMap, prune } from './target';

/** Arguments of the StaticFileBuilder that have fields of their own. */
const ownArgs = new Set(['scheme', 'docker_image', 'overseer_agent']);

/** The builders of a file as the form shows them; `edited` is the place of the StaticFileBuilder. */
export function readBuilders(builders: Json | undefined, edited: number | null): Builder[] {
  if (!Array.isArray(builders)) return [];
  return builders.map((builder, index) => {
    const key = `b${index}`;
    if (!isMap(builder)) return { key, path: '', args: null };
    const { path, args = null } = builder;
    const shown = index === edited && isMap(args) ? withoutOwnArgs(args) : args;
    return { key, path: typeof path === 'string' ? path : '', args: normal(shown) };
  });
}

const withoutOwnArgs = (args: JsonMap): JsonMap =>
  Object.fromEntries(Object.entries(args).filter(([key]) => !ownArgs.has(key)));

/** What of each builder no form field shows. */
export function restOfBuilders(
  builders: Json | undefined,
  { edited, shownArgs }: { edited: number | null; shownArgs: readonly string[] },
): Json[] {
  if (!Array.isArray(builders)) return [];
  return builders.map((builder, index) => {
    if (!isMap(builder)) return builder;
    const { path, args, ...rest } = builder;
    if (typeof path !== 'string' && path !== undefined) setOwn(rest, 'path', path);
    const agent = index === edited && isMap(args) ? args['overseer_agent'] : undefined;
    const kept = agent === undefined ? {} : restOfAgent(agent, shownArgs);
    if (Object.keys(kept).length > 0) setOwn(rest, 'overseer_agent', kept);
    return rest;
  });
}

function restOfAgent(agent: Json, shownArgs: readonly string[]): JsonMap {
  if (!isMap(agent)) return {};
  const { path: _path, args, ...rest } = agent;
  if (!isMap(args)) return rest;
  const kept = Object.entries(args).filter(([key]) => !shownArgs.includes(key));
  return kept.length > 0 ? { ...rest, args: Object.fromEntries(kept) } : rest;
}

/** No arguments and an empty mapping of them are one and the same. */
const normal = (args: Json): Json => (isMap(args) && Object.keys(args).length === 0 ? null : args);

export const isStaticFiles = ({ path }: { path: string }): boolean => path.endsWith(editedBuilder);

/**
 * The builders that the file shall have: those of the model, and the one that holds the scheme, the Docker image
 * and the overseer agent when one of these is set.
 */
export function wantedBuilders(model: ProjectModel, ownTarget: TargetMap): Builder[] {
  const builders = model.builders.map((each) => ({ ...each, args: normal(each.args) }));
  if (prune(ownTarget) === null || builders.some(isStaticFiles)) return builders;
  const [, standard] = standardBuilders;
  const added = { key: 'static-files', path: standard.path, args: standard.args };
  if (builders.length === 0)
    return standardBuilders.map((each) =>
      each === standard
        ? added
        : { key: each.path, path: each.path, args: 'args' in each ? copy(each.args) : null },
    );
  // After the WorkspaceBuilder, which makes the directories that it writes into.
  const after = builders.findIndex(({ path }) => path.endsWith('WorkspaceBuilder'));
  return builders.toSpliced(after + 1, 0, added);
}

const copy = (args: object): JsonMap =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
