import type { RunScope } from '../../preload/contract/provisioning';
import { invalid } from '../errors';
import { neededFor } from './needed-for';
import type { FileParticipant, ProjectFile } from './project-file';
import { childrenOf, type Members, membersOf, parentOf, relayOf } from './project-members';
import { foreignBuilders, whyOnlyWhole } from './whole-only';

/** What a run was asked for. */
export interface RunOrder {
  scope: RunScope;
  /** Whom it is for; with the scopes `all` and `rotate`, whose certificates are issued again. */
  participants: readonly string[];
}

/** What a run gives NVFlare, and what it keeps of the answer. */
export interface RunPlan {
  /** The participants that NVFlare gets to see; null for all. */
  named: ReadonlySet<string> | null;
  /** Those whose kits are kept; null for all. */
  kept: ReadonlySet<string> | null;
  /** Those that get a new key and certificate though there is one. */
  renewed: ReadonlySet<string>;
}

/** What the kits of a version depend on. */
export interface KitTraits {
  /** Kits carry the identities of those who connect through relays: NVFlare 2.9 and later. */
  writesIdentities: boolean;
}

/** What a version that is not known yet may do. */
const careful: KitTraits = { writesIdentities: true };

/**
 * Works out the smallest project that makes NVFlare mint what was asked for. The server is always in it, as
 * NVFlare needs one, and its kit is kept only when it was asked for or changes with the others.
 * @throws AppError INVALID for names that the project lacks, and for projects that can only be made as a whole.
 */
export function planRun(
  project: ProjectFile,
  { scope, participants }: RunOrder,
  traits: KitTraits = careful,
): RunPlan {
  const members = membersOf(project);
  const missing = participants.find((name) => !members.has(name));
  if (missing !== undefined)
    throw invalid(
      `${missing} is not a participant of this project.`,
      'Save the project, look who is in it now, and choose again.',
    );
  const renewed = new Set(scope === 'new' ? [] : participants);
  if (scope === 'all' || scope === 'rotate') return { named: null, kept: null, renewed };
  if (participants.length === 0)
    throw invalid('There is nobody to make a kit for.', 'Choose at least one participant.');
  const why = whyOnlyWhole(project);
  if (why) throw invalid('This project can only be provisioned as a whole.', why);
  const chosen = project.participants.filter(({ name }) => participants.includes(name));
  const kept = new Set([...participants, ...(scope === 'new' ? affectedBy(chosen, project, traits) : [])]);
  if (foreignBuilders(project).length > 0) return { named: null, kept, renewed };
  const named = neededFor(project, kept, traits);
  return { named: named.size === members.size ? null : named, kept, renewed };
}

/**
 * Those whose kits change because of who is new: a parent learns that it is no leaf any more, and where kits carry
 * the identities of those who connect through relays, the relays above and the server.
 */
function affectedBy(
  chosen: readonly FileParticipant[],
  project: ProjectFile,
  { writesIdentities }: KitTraits,
): Set<string> {
  const members = membersOf(project);
  const fresh = new Set(chosen.map(({ name }) => name));
  const affected = new Set<string>();
  for (const one of chosen) {
    const parent = parentOf(one, members);
    const wasLeaf = parent && childrenOf(parent, project).every(({ name }) => fresh.has(name));
    if (parent && wasLeaf) affected.add(parent.name);
    if (writesIdentities) relaysAbove(one, members).forEach((name) => affected.add(name));
  }
  return affected;
}

/** With the server above them; nobody for those who connect to the server without one. */
function relaysAbove(one: FileParticipant, members: Members): Set<string> {
  const above = new Set<string>();
  let relay = relayOf(one, members);
  if (!relay && one.type !== 'relay') return above;
  for (const { name, type } of members.values()) if (type === 'server') above.add(name);
  for (; relay && !above.has(relay.name); relay = relayOf(relay, members)) above.add(relay.name);
  return above;
}
