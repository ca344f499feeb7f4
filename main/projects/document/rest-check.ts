import type { ProjectModel } from '../../../preload/contract/project-model';
import { type Json, type JsonMap, isMap } from '../yaml/tree';
import type { ProjectDocument } from './read';
import { withoutOwned } from './rest';

interface RestView {
  root: JsonMap;
  participants: JsonMap[];
}

/** What no form field shows of a file, to be compared with `expectedRest`. */
export function restSeen({ rest }: ProjectDocument, old: ProjectDocument): RestView {
  return { root: comparable(rest.root, old), participants: [...rest.participants.values()] };
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
  const root = comparable(old.rest.root, old);
  return { root: model.overseerAgent ? root : withoutAgent(root), participants };
}

/** Without the StaticFileBuilder where writing the model may have added it. */
function comparable(root: JsonMap, old: ProjectDocument): JsonMap {
  const { builders, ...others } = root;
  if (!Array.isArray(builders) || !hasBuilders(old)) return others;
  const own = builders.map((builder) =>
    isMap(builder) && builder['args'] === null ? withoutArgs(builder) : builder,
  );
  const added = !hasStaticFiles(old.rest.root['builders']);
  return { ...others, builders: own.filter((builder) => !(added && isStaticFiles(builder))) };
}

const hasBuilders = ({ rest }: ProjectDocument): boolean =>
  Array.isArray(rest.root['builders']) && rest.root['builders'].length > 0;

const hasStaticFiles = (builders: Json | undefined): boolean =>
  Array.isArray(builders) && builders.some(isStaticFiles);

const isStaticFiles = (builder: Json): boolean =>
  isMap(builder) && typeof builder['path'] === 'string' && builder['path'].endsWith('StaticFileBuilder');

function withoutArgs({ args: _args, ...builder }: JsonMap): JsonMap {
  return builder;
}

function withoutAgent(root: JsonMap): JsonMap {
  const { builders } = root;
  if (!Array.isArray(builders)) return root;
  const own = builders.map((builder) => {
    if (!isStaticFiles(builder) || !isMap(builder) || !isMap(builder['args'])) return builder;
    const { overseer_agent: _agent, ...args } = builder['args'];
    return Object.keys(args).length > 0 ? { ...builder, args } : withoutArgs(builder);
  });
  return { ...root, builders: own };
}
