import type { Participant, ProjectModel } from '../../../preload/contract/project-model';
import { type Json, type JsonMap, isMap, setOwn } from '../yaml/tree';
import { restOfBuilders } from './builder-list';

/** What of a file no form field shows. It is kept, checked where NVFlare has rules for it, and listed. */
export interface Rest {
  /** Top-level keys that the model does not have; `builders` only when it is no list. */
  root: JsonMap;
  /** Of each builder, by its place; one that is no mapping is here as it is. */
  builders: Json[];
  /** Of each entry, by the key that `read` gave it. */
  participants: ReadonlyMap<string, JsonMap>;
  /** Whether `participants` is a list, as it has to be. */
  hasParticipants: boolean;
}

/** A key with true is the form's; with further keys below it, those of its mapping. */
interface Owned {
  [key: string]: true | Owned;
}

const connectTo: Owned = { name: true, host: true, port: true, connection_security: true };
const listeningHost: Owned = {
  scheme: true,
  host_names: true,
  default_host: true,
  port: true,
  connection_security: true,
};
const common: Owned = { name: true, type: true, org: true, description: true };
const files: Owned = { custom_ca_cert: true, cc_config: true };
const ownedByType: Record<Participant['type'], Owned> = {
  server: {
    ...common,
    fed_learn_port: true,
    admin_port: true,
    host_names: true,
    default_host: true,
    connection_security: true,
    ...files,
  },
  client: {
    ...common,
    capacity: { num_of_gpus: true, mem_per_gpu_in_GiB: true },
    parent: true,
    connect_to: connectTo,
    listening_host: listeningHost,
    connection_security: true,
    ...files,
  },
  relay: { ...common, connect_to: connectTo, listening_host: listeningHost, connection_security: true },
  admin: { ...common, role: true, connect_to: connectTo },
  other: common,
};

/** The rest of an entry once it has another type. */
export const withoutOwned = (rest: JsonMap, type: Participant['type']): JsonMap =>
  without(rest, ownedByType[type]);

const ownedRoot: Owned = {
  api_version: true,
  name: true,
  description: true,
  connection_security: true,
  custom_ca_cert: true,
  allow_log_streaming: true,
  packager: true,
  studies: true,
  edge: true,
};

/** Splits a whole file into what the model holds and the rest. */
export function restOf(root: JsonMap, model: ProjectModel, builderIndex: number | null): Rest {
  const { participants, builders, ...others } = root;
  const rest = without(others, ownedRoot);
  if (builders !== undefined && !Array.isArray(builders)) setOwn(rest, 'builders', builders);
  const entries = Array.isArray(participants) ? participants : [];
  const byKey = model.participants.map(({ key, type }, index): [string, JsonMap] => {
    const entry = entries[index];
    return [key, isMap(entry) ? without(entry, ownedByType[type]) : {}];
  });
  return {
    root: rest,
    builders: restOfBuilders(builders, {
      edited: builderIndex,
      shownArgs: Object.keys(model.overseerAgent?.args ?? {}),
    }),
    participants: new Map(byKey),
    hasParticipants: Array.isArray(participants),
  };
}

/** Mappings that are empty afterwards go as well. */
function without(map: JsonMap, owned: Owned): JsonMap {
  const rest: JsonMap = {};
  for (const [key, value] of Object.entries(map)) {
    const mine = Object.hasOwn(owned, key) ? owned[key] : undefined;
    if (mine === undefined) setOwn(rest, key, value);
    if (mine === undefined || mine === true || !isMap(value)) continue;
    const inner = without(value, mine);
    if (Object.keys(inner).length > 0) setOwn(rest, key, inner);
  }
  return rest;
}

/** The paths of the rest, as a person looks for them in the file. */
export function keptPaths(rest: Rest): string[] {
  const paths = Object.keys(rest.root);
  for (const [index, builder] of rest.builders.entries())
    if (isMap(builder)) paths.push(...leafPaths(`builders[${index}]`, builder, 1));
    else paths.push(`builders[${index}]`);
  for (const [index, entry] of [...rest.participants.values()].entries())
    paths.push(...leafPaths(`participants[${index}]`, entry, 2));
  return paths;
}

function leafPaths(path: string, map: JsonMap, depth: number): string[] {
  return Object.entries(map).flatMap(([key, value]) =>
    isMap(value) && depth > 1 ? leafPaths(`${path}.${key}`, value, depth - 1) : [`${path}.${key}`],
  );
}
