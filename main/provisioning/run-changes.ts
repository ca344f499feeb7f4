import { isWhole, type RunChange, type RunScope } from '../../preload/contract/provisioning';
import {
  addedNote,
  disabledNote,
  enabledNote,
  participantNote,
  projectNote,
  reissuedNote,
  removedNote,
  rotatedNote,
} from './change-notes';
import type { FileParticipant, ProjectFile } from './project-file';

/**
 * What differs between two project files, and what it means for kits that are out already. Participants are
 * the same when name and type are.
 */
export function compareProjects(before: ProjectFile, after: ProjectFile): RunChange[] {
  return [...compareProject(before, after), ...compareParticipants(before.participants, after.participants)];
}

function compareProject(before: ProjectFile, after: ProjectFile): RunChange[] {
  const fieldsOf = (file: ProjectFile) => ({
    name: file.name,
    ...flatten({ ...file.fields, builders: byClass(file.fields['builders']) }),
  });
  return compareFields('project', fieldsOf(before), fieldsOf(after), projectNote);
}

function compareParticipants(before: FileParticipant[], after: FileParticipant[]): RunChange[] {
  const keyOf = ({ type, name }: FileParticipant) => `${type}/${name}`;
  const old = new Map(before.map((participant) => [keyOf(participant), participant]));
  const changes: RunChange[] = [];
  for (const participant of after) {
    const was = old.get(keyOf(participant));
    old.delete(keyOf(participant));
    if (was) changes.push(...compareParticipant(was, participant));
    else changes.push(whole('added', participant, addedNote(participant)));
  }
  for (const participant of old.values())
    changes.push(whole('removed', participant, removedNote(participant)));
  return changes;
}

/**
 * The changes of two runs that were made without some participants: who is disabled is not in the file that the run
 * took, and has not left the project for that.
 */
export function nameDisabled(
  changes: RunChange[],
  { before, after }: { before: readonly string[]; after: readonly string[] },
): RunChange[] {
  const was = new Set(before);
  const is = new Set(after);
  return changes.map((change) => {
    if (change.kind === 'removed' && is.has(change.what))
      return { ...change, kind: 'disabled', note: disabledNote(change) };
    if (change.kind === 'added' && was.has(change.what))
      return { ...change, kind: 'enabled', note: enabledNote };
    return change;
  });
}

/**
 * The changes as a run brought them about: one for some participants has done nothing about the others, and what
 * was issued again says what the project says.
 */
export function forRun(
  changes: RunChange[],
  { scope, participants }: { scope: RunScope; participants: readonly string[] },
): RunChange[] {
  const named = new Set(participants);
  const whole = isWhole(scope);
  const issued = (name: string) => scope === 'rotate' || (scope !== 'new' && named.has(name));
  return changes
    .filter(({ what }) => whole || named.has(what))
    .map((change) => {
      const certified = change.kind === 'changed' && certificateFields.test(change.field ?? '');
      if (certified && issued(change.what)) return { ...change, note: reissuedNote };
      return scope === 'rotate' && change.note !== ''
        ? { ...change, note: rotatedNote(change.kind) }
        : change;
    });
}

const certificateFields = /^(org|role|host_names)(\.|$)/;

const compareParticipant = (before: FileParticipant, after: FileParticipant): RunChange[] =>
  compareFields(after.name, flatten(before.fields), flatten(after.fields), (field) =>
    participantNote(after, field),
  );

const whole = (kind: 'added' | 'removed', participant: FileParticipant, note: string): RunChange => ({
  kind,
  what: participant.name,
  field: null,
  before: kind === 'removed' ? participant.type : null,
  after: kind === 'added' ? participant.type : null,
  note,
});

function compareFields(
  what: string,
  before: Record<string, string>,
  after: Record<string, string>,
  note: (field: string) => string,
): RunChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      kind: 'changed',
      what,
      field,
      before: before[field] ?? null,
      after: after[field] ?? null,
      note: note(field),
    }));
}

/** Nested mappings become dotted keys; lists and values become short texts. */
function flatten(value: Record<string, unknown>, prefix = ''): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === null || item === undefined) continue;
    if (typeof item === 'object' && !Array.isArray(item) && !(item instanceof Date))
      Object.assign(flat, flatten({ ...item }, `${prefix}${key}.`));
    else flat[`${prefix}${key}`] = show(item);
  }
  return flat;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Builders by the last part of their class path, so that their order does not look like a change. */
function byClass(builders: unknown): Record<string, unknown> {
  if (!Array.isArray(builders)) return {};
  const named: Record<string, unknown> = {};
  for (const builder of builders) {
    if (typeof builder !== 'object' || builder === null || !('path' in builder)) continue;
    const name = String(builder.path).split('.').at(-1) ?? '';
    named[name] = { path: builder.path, ...('args' in builder ? { args: builder.args } : {}) };
  }
  return named;
}
