import type { Problem } from '../../../preload/contract/meta';
import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import type { RuntimeCandidate } from '../../../preload/contract/runtime';
import type { Rest } from '../document/rest';
import { type JsonMap, isMap } from '../yaml/tree';
import { type FileLook, noFiles } from './file-look';

/** What the NVFlare in use can do; null while none is known. */
export type Features = RuntimeCandidate['features'] | null;

/** A participant and its place in the list, from which its fields take their names. */
export type At<P extends Participant = Participant> = { entry: P; path: string };
type OfType<T extends Participant['type']> = Extract<Participant, { type: T }>;

/** A project as the rules see it. Looked up once: a project may have thousands of participants. */
export interface Checked {
  model: ProjectModel;
  rest: Rest;
  /** The whole top of the file but the participants, whichever part of it has a form. */
  root: JsonMap;
  features: Features;
  /** The first server; NVFlare takes no second one. */
  server: OfType<'server'> | null;
  all: At[];
  servers: At<OfType<'server'>>[];
  clients: At<OfType<'client'>>[];
  relays: At<OfType<'relay'>>[];
  admins: At<OfType<'admin'>>[];
  others: At<OfType<'other'>>[];
  relayByName: ReadonlyMap<string, OfType<'relay'>>;
  /** NVFlare makes the sites up by itself, from the key `edge`. */
  isEdge: boolean;
  files: FileLook;
}

/** What the rules need to know beside the project. */
export interface CheckOptions {
  features: Features;
  files?: FileLook;
}

/** One rule or a family of them: looks at a project and says what is wrong. */
export type Rule = (project: Checked) => Problem[];

export function checkedProject(
  { model, rest }: { model: ProjectModel; rest: Rest },
  { features, files = noFiles }: CheckOptions,
): Checked {
  const all = model.participants.map((entry, index): At => ({ entry, path: `participants[${index}]` }));
  const servers = all.filter((at) => isOf(at, 'server'));
  const relays = all.filter((at) => isOf(at, 'relay'));
  const root = rootOf(model, rest);
  const { edge } = root;
  return {
    model,
    rest,
    root,
    features,
    files,
    server: servers[0]?.entry ?? null,
    all,
    servers,
    relays,
    clients: all.filter((at) => isOf(at, 'client')),
    admins: all.filter((at) => isOf(at, 'admin')),
    others: all.filter((at) => isOf(at, 'other')),
    relayByName: new Map(relays.map(({ entry }) => [entry.name, entry])),
    isEdge: isMap(edge) && Object.keys(edge).length > 0,
  };
}

const isOf = <T extends Participant['type']>(at: At, type: T): at is At<OfType<T>> => at.entry.type === type;

function rootOf({ builders, packager, studies, edge }: ProjectModel, rest: Rest): JsonMap {
  const list = builders.map(({ path, args }): JsonMap => ({ path, args }));
  const own = { packager, studies, edge, ...(list.length > 0 ? { builders: list } : {}) };
  return { ...rest.root, ...own };
}
