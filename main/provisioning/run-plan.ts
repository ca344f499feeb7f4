import type { RunScope } from '../../preload/contract/provisioning';
import { invalid } from '../errors';
import type { FileParticipant, ProjectFile } from './project-file';
import { whyOnlyWhole } from './whole-only';

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

/**
 * Works out the smallest project that makes NVFlare mint what was asked for. The server is always in it, as
 * NVFlare needs one, and its kit is kept only when it was asked for or changes with the others.
 * @throws AppError INVALID for names that the project lacks, and for projects that can only be made as a whole.
 */
export function planRun(project: ProjectFile, { scope, participants }: RunOrder): RunPlan {
  const known = new Map(project.participants.map((one) => [one.name, one]));
  const missing = participants.find((name) => !known.has(name));
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
  const kept = new Set([...participants, ...(scope === 'new' ? affectedBy(chosen, known) : [])]);
  if (needsAll(project, chosen, kept)) return { named: null, kept, renewed };
  const servers = project.participants.filter(({ type }) => type === 'server');
  return { named: new Set([...servers.map(({ name }) => name), ...kept]), kept, renewed };
}

/**
 * Whether the kits depend on who else is in the file: sites in a hierarchy carry their place in it, a server
 * its studies, and what a builder from elsewhere looks at is not known.
 */
function needsAll(project: ProjectFile, chosen: FileParticipant[], kept: ReadonlySet<string>): boolean {
  const hierarchy = project.participants.some((one) => one.type === 'relay' || textOf(one.fields['parent']));
  if (hierarchy && chosen.some(({ type }) => type !== 'admin')) return true;
  const ofServer = project.participants.some(({ name, type }) => type === 'server' && kept.has(name));
  return (ofServer && Boolean(project.fields['studies'])) || hasForeignBuilders(project);
}

/**
 * Those whose kits change because of who is new: a parent learns that it is no leaf any more, and relays and the
 * server of NVFlare 2.9 and later carry the identities of those who connect through relays.
 */
function affectedBy(chosen: FileParticipant[], known: ReadonlyMap<string, FileParticipant>): string[] {
  const affected = new Set<string>();
  for (const one of chosen) {
    const parent = known.get(textOf(one.fields['parent']));
    if (parent && parent.type === 'client') affected.add(parent.name);
    let relay = relayOf(one, known);
    if (!relay && one.type !== 'relay') continue;
    for (const { name, type } of known.values()) if (type === 'server') affected.add(name);
    for (; relay && !affected.has(relay.name); relay = relayOf(relay, known)) affected.add(relay.name);
  }
  return [...affected];
}

function relayOf(one: FileParticipant, known: ReadonlyMap<string, FileParticipant>) {
  const target = one.fields['connect_to'];
  const name = typeof target === 'object' && target !== null && 'name' in target ? target.name : null;
  const found = known.get(textOf(name));
  return found?.type === 'relay' ? found : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const ownBuilders = /^nvflare\.lighter\.impl\./;

function hasForeignBuilders({ fields }: ProjectFile): boolean {
  const builders = Array.isArray(fields['builders']) ? fields['builders'] : [];
  const paths = builders.map((builder: unknown) =>
    typeof builder === 'object' && builder !== null && 'path' in builder ? String(builder.path) : '',
  );
  return Boolean(fields['packager']) || paths.some((path) => !ownBuilders.test(path));
}
