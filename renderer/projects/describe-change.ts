import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { count } from './project-words';

/** What an edit did. */
export interface Change {
  /** As it follows on "Undo: ", such as "change organisation of 12 participants". */
  label: string;
  /** Names the one field that it changed; null when it changed more than one. */
  field: string | null;
}

const participantWords: Record<string, string> = {
  org: 'organisation',
  numOfGpus: 'GPUs',
  memPerGpuInGib: 'memory per GPU',
  connectTo: 'connection',
  listeningHost: 'listening host',
  connectionSecurity: 'connection security',
  hostNames: 'host names',
  defaultHost: 'default host',
  fedLearnPort: 'port for sites',
  adminPort: 'port for admins',
};
const projectWords: Record<string, string> = {
  apiVersion: 'API version',
  dockerImage: 'Docker image',
  connectionSecurity: 'connection security',
  customCaCert: 'custom CA',
  allowLogStreaming: 'log streaming',
  overseerAgent: 'overseer agent',
};

/** The names of the properties in which two objects differ; those of the first come first. */
function changedKeys(before: object, after: object): string[] {
  const [a, b] = [new Map<string, unknown>(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => !isEqual(a.get(key), b.get(key)));
}

const isEqual = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const naming = (participants: Participant[]): string =>
  participants.length === 1
    ? participants[0]?.name || 'a participant'
    : count(participants.length, 'participant');

/**
 * Says what an edit did by looking at both sides of it, so that no field has to say so itself. Asked at every
 * key: participants that an edit left alone are the same objects, and are not looked into. Null: nothing changed.
 */
export function describeChange(before: ProjectModel, after: ProjectModel): Change | null {
  const { participants: from, ...project } = before;
  const { participants: to, ...projectAfter } = after;
  const fields = changedKeys(project, projectAfter);
  if (fields.length === 0) return describeParticipants(from, to);
  const [only = ''] = fields;
  if (fields.length > 1 || from !== to) return { label: 'change the project', field: null };
  return { label: `change ${projectWords[only] ?? only} of the project`, field: `project ${only}` };
}

function describeParticipants(from: Participant[], to: Participant[]): Change | null {
  const old = new Map(from.map((participant) => [participant.key, participant]));
  const now = new Set(to.map(({ key }) => key));
  const added = to.filter(({ key }) => !old.has(key));
  const removed = from.filter(({ key }) => !now.has(key));
  const changed = to.flatMap((after) => {
    const before = old.get(after.key);
    return before && before !== after ? [{ before, after }] : [];
  });
  if (added.length > 0 && removed.length + changed.length > 0)
    return { label: 'change several participants', field: null };
  if (added.length > 0) return { label: `add ${naming(added)}`, field: null };
  if (removed.length > 0) return { label: `remove ${naming(removed)}`, field: null };
  return describeFields(changed);
}

function describeFields(changed: { before: Participant; after: Participant }[]): Change | null {
  // Who is renamed brings along those who connect to it.
  const renamed = changed.filter(({ before, after }) => before.name !== after.name);
  const [one] = renamed;
  if (one && renamed.length === 1)
    return { label: `rename ${one.before.name || 'a participant'}`, field: `${one.after.key} name` };
  const fields = new Set(changed.flatMap(({ before, after }) => changedKeys(before, after)));
  if (fields.size === 0) return null;
  const who = naming(changed.map(({ after }) => after));
  const [only = ''] = fields;
  if (fields.size !== 1) return { label: `change ${who}`, field: null };
  const field = changed.map(({ after }) => after.key).join(' ');
  return { label: `change ${participantWords[only] ?? only} of ${who}`, field: `${field} ${only}` };
}
