import type { ProjectModel } from '../../../preload/contract/project-model';
import { type Json, type JsonMap, isMap } from '../yaml/tree';
import { isStaticFiles, wantedBuilders } from './builder-list';
import type { ProjectDocument } from './read';
import { withoutOwned } from './rest';
import { builderTarget } from './target';

interface RestView {
  root: JsonMap;
  builders: Json[];
  participants: JsonMap[];
}

/** What no form field shows of a file, to be compared with `expectedRest`. */
export function restSeen({ rest }: ProjectDocument): RestView {
  return { root: rest.root, builders: rest.builders, participants: [...rest.participants.values()] };
}

/** What of a file must still be there after a model was written into it. */
export function expectedRest(old: ProjectDocument, model: ProjectModel): RestView {
  const types = new Map(old.model.participants.map(({ key, type }) => [key, type]));
  const seen = new Set<string>();
  const participants = model.participants.map((entry) => {
    const first = !seen.has(entry.key);
    seen.add(entry.key);
    const rest: JsonMap = first ? { ...old.rest.participants.get(entry.key) } : {};
    if ('connectTo' in entry && entry.connectTo === null) delete rest['connect_to'];
    if ('listeningHost' in entry && entry.listeningHost === null) delete rest['listening_host'];
    return types.get(entry.key) === entry.type ? rest : withoutOwned(rest, entry.type);
  });
  return { root: expectedRoot(old, model), builders: expectedBuilders(old, model), participants };
}

/** Builders that are no list give way to the first ones. */
function expectedRoot({ rest }: ProjectDocument, model: ProjectModel): JsonMap {
  const { builders, ...others } = rest.root;
  const replaced = wantedBuilders(model, builderTarget(model)).length > 0;
  return builders === undefined || replaced ? others : rest.root;
}

function expectedBuilders(old: ProjectDocument, model: ProjectModel): Json[] {
  const places = new Map(old.model.builders.map(({ key }, index) => [key, index]));
  return wantedBuilders(model, builderTarget(model)).map((builder) => {
    const rest = old.rest.builders[places.get(builder.key) ?? -1] ?? {};
    places.delete(builder.key);
    return isMap(rest) && (!model.overseerAgent || !isStaticFiles(builder)) ? withoutAgent(rest) : rest;
  });
}

function withoutAgent({ overseer_agent: _agent, ...rest }: JsonMap): JsonMap {
  return rest;
}
