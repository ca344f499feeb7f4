import type { Participant, ProjectModel } from '../../preload/contract/projects';
import type { Json } from '../../preload/contract/json';
import { copyName, newParticipant, type NewParticipantType, type ParticipantPatch } from './participant-edit';
import { rejoinStudies } from './study-edit';

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether two models would write the same file. Asked at every key, of up to thousands of participants, of
 * which an edit leaves all but one as they were.
 */
export function sameModel(a: ProjectModel, b: ProjectModel): boolean {
  if (a === b) return true;
  const { participants: ofA, ...restOfA } = a;
  const { participants: ofB, ...restOfB } = b;
  return (
    ofA.length === ofB.length &&
    same(restOfA, restOfB) &&
    ofA.every((participant, index) => same(participant, ofB[index]))
  );
}

const mapParticipant = (
  model: ProjectModel,
  key: string,
  change: (participant: Participant) => Participant,
): ProjectModel => ({
  ...model,
  participants: model.participants.map((p) => (p.key === key ? change(p) : p)),
});

/** Changes one participant; its key and type stay. */
export const patchParticipant = (model: ProjectModel, key: string, patch: ParticipantPatch): ProjectModel =>
  mapParticipant(model, key, (p) => ({ ...p, ...patch, key: p.key, type: p.type }) as Participant);

/** Adds a participant of a type behind the last of its type, so that the file stays in groups. */
export function addParticipant(
  model: ProjectModel,
  type: NewParticipantType,
): { model: ProjectModel; key: string } {
  const added = newParticipant(model, type);
  const last = model.participants.findLastIndex((p) => p.type === type);
  const index = last < 0 ? model.participants.length : last + 1;
  return { model: insertParticipant(model, added, index), key: added.key };
}

/** Puts a participant at a position; a position past the end means the end. */
export const insertParticipant = (
  model: ProjectModel,
  participant: Participant,
  index: number,
): ProjectModel => ({
  ...model,
  participants: [...model.participants.slice(0, index), participant, ...model.participants.slice(index)],
});

/** Puts new participants each behind the last of its type, in their order, so that the file stays in groups. */
export function insertBehindType(
  participants: readonly Participant[],
  added: readonly Participant[],
): Participant[] {
  const lastOfType = new Map(participants.map(({ type }, index) => [type, index]));
  const behind = (index: number) => added.filter(({ type }) => lastOfType.get(type) === index);
  return [
    ...participants.flatMap((p, index) => (lastOfType.get(p.type) === index ? [p, ...behind(index)] : [p])),
    ...added.filter(({ type }) => !lastOfType.has(type)),
  ];
}

/** Copies a participant under a free name, directly behind it. Null when there is none with that key. */
export function duplicateParticipant(
  model: ProjectModel,
  key: string,
): { model: ProjectModel; key: string } | null {
  const index = model.participants.findIndex((p) => p.key === key);
  const original = model.participants[index];
  if (!original) return null;
  const copy: Participant = {
    ...structuredClone(original),
    key: `new-${crypto.randomUUID()}`,
    name: copyName(model, original.name),
  };
  return { model: insertParticipant(model, copy, index + 1), key: copy.key };
}

/** Copies several, each directly behind its original; a server is not copied, as there is only one. */
export function duplicateParticipants(
  model: ProjectModel,
  keys: ReadonlySet<string>,
): { model: ProjectModel; keys: string[] } {
  const copies: string[] = [];
  const result = model.participants.reduce((current, { key, type }) => {
    const copy = keys.has(key) && type !== 'server' ? duplicateParticipant(current, key) : null;
    if (!copy) return current;
    copies.push(copy.key);
    return copy.model;
  }, model);
  return { model: result, keys: copies };
}

/** What was taken out of a model and where it stood, in order of position. */
export interface Removed {
  entries: { participant: Participant; index: number }[];
  /** The studies that they took part in. */
  studies: Json;
}

/** Takes participants out and says what is needed to put them back. */
export const removeParticipants = (
  model: ProjectModel,
  keys: ReadonlySet<string>,
): { model: ProjectModel; removed: Removed } => ({
  model: { ...model, participants: model.participants.filter((p) => !keys.has(p.key)) },
  removed: {
    entries: model.participants.flatMap((participant, index) =>
      keys.has(participant.key) ? [{ participant, index }] : [],
    ),
    studies: model.studies,
  },
});

/**
 * Puts removed participants back where they stood, and into the studies that are still there; those that are there
 * again are left alone.
 */
export function restoreParticipants(model: ProjectModel, { entries, studies }: Removed): ProjectModel {
  const there = new Set(model.participants.map(({ key }) => key));
  const gone = entries.filter(({ participant }) => !there.has(participant.key));
  const back = gone.reduce(
    (current, { participant, index }) => insertParticipant(current, participant, index),
    model,
  );
  return rejoinStudies(
    back,
    gone.map(({ participant }) => participant),
    studies,
  );
}

const connectsTo = (p: Participant, name: string): boolean => 'connectTo' in p && p.connectTo?.name === name;
const hasParent = (p: Participant, name: string): boolean => p.type === 'client' && p.parent === name;

/** The keys of the participants that name another one as the place they connect to or as their parent. */
export const findFollowers = (model: ProjectModel, name: string): ReadonlySet<string> =>
  new Set(model.participants.filter((p) => connectsTo(p, name) || hasParent(p, name)).map((p) => p.key));

// An emptied name stays an empty text here, so that followers are still found at the next keystroke.
function follow(p: Participant, from: string, to: string): Participant {
  const child = p.type === 'client' && p.parent === from ? { ...p, parent: to } : p;
  return 'connectTo' in child && child.connectTo?.name === from
    ? { ...child, connectTo: { ...child.connectTo, name: to } }
    : child;
}

/**
 * Gives a participant another name and lets the named followers follow. They are found once, before the
 * typing starts: on its way a name may equal another's for a moment, and that one's followers are not meant.
 */
export function renameParticipant(
  model: ProjectModel,
  key: string,
  name: string,
  followers: ReadonlySet<string>,
): ProjectModel {
  const from = model.participants.find((p) => p.key === key)?.name ?? '';
  return {
    ...model,
    participants: model.participants.map((p) => {
      if (p.key === key) return { ...p, name };
      return followers.has(p.key) ? follow(p, from, name) : p;
    }),
  };
}
