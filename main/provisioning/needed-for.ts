import type { FileParticipant, ProjectFile } from './project-file';
import { childrenOf, type Members, membersOf, parentOf, relayOf } from './project-members';

/**
 * Whom NVFlare has to see so that these kits come out as from the whole project: the server, the relays and parents
 * above, a child for a parent (it tells leaves from others by looking), for a server those that its studies name,
 * and for a version that writes the identities of who connects through relays into kits, those.
 */
export function neededFor(
  project: ProjectFile,
  kept: ReadonlySet<string>,
  { writesIdentities }: { writesIdentities: boolean },
): Set<string> {
  const members = membersOf(project);
  const needed = new Set<string>();
  const add = (one: FileParticipant | undefined): void => {
    if (!one || needed.has(one.name)) return;
    needed.add(one.name);
    add(relayOf(one, members));
    add(parentOf(one, members));
  };
  const keptOnes = project.participants.filter(({ name }) => kept.has(name));
  project.participants.filter(({ type }) => type === 'server').forEach(add);
  keptOnes.forEach(add);
  for (const one of keptOnes) add(childrenOf(one, project)[0]);
  if (keptOnes.some(({ type }) => type === 'server')) studyMembers(project, needed).forEach(add);
  if (writesIdentities && keptOnes.some(({ type }) => type !== 'admin'))
    project.participants.filter((one) => isNamedInKits(one, members)).forEach(add);
  // In the order of the file.
  return new Set(project.participants.map(({ name }) => name).filter((name) => needed.has(name)));
}

/** Seen in `_build_auth_identity_map` of 2.9: relays, those who connect through them, and whoever sets its own. */
const isNamedInKits = (one: FileParticipant, members: Members): boolean =>
  one.type === 'relay' ||
  (one.type === 'client' && (relayOf(one, members) !== undefined || Boolean(one.fields['auth_identity'])));

/** NVFlare checks each name in a study, and that somebody is of each organisation. */
function studyMembers({ fields, participants }: ProjectFile, needed: ReadonlySet<string>): FileParticipant[] {
  const studies = Object.values(asMapping(fields['studies'])).map(asMapping);
  const names = new Set(
    studies.flatMap(({ site_orgs: sites, admins }) => [
      ...Object.values(asMapping(sites)).flatMap(asList),
      ...asList(admins),
    ]),
  );
  const found = participants.filter(({ name }) => names.has(name) || needed.has(name));
  const orgs = new Set(found.map(({ org }) => org));
  const lacking = new Set(
    studies.flatMap(({ site_orgs: sites }) => Object.keys(asMapping(sites))).filter((org) => !orgs.has(org)),
  );
  const ofOrgs = [...lacking].flatMap((org) => participants.find((one) => one.org === org) ?? []);
  return [...found, ...ofOrgs];
}

const asMapping = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
