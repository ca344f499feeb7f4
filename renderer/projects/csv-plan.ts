import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { withPlainLines } from './csv-cell';
import type { CsvLine } from './csv-read';
import { readType } from './csv-type';
import { insertBehindType } from './model-edit';
import { newParticipant, type NewParticipantType } from './participant-edit';
import { type ParticipantField, participantFields } from './participant-field';
import { typeWords } from './project-words';

/** What one line would do. */
export interface PlannedLine {
  line: number;
  /** As the line or the project names it. */
  name: string;
  kind: 'added' | 'changed' | 'unchanged' | 'skipped' | 'bad';
  type: Participant['type'] | null;
  /** The participant as it shall be; null where nothing is done. */
  participant: Participant | null;
  /** Field by field, with both values as texts. */
  changes: { field: ParticipantField; from: string; to: string }[];
  /** Why a bad line does nothing; of other lines, which cells were left out. */
  notes: string[];
}

export interface ImportPlan {
  lines: PlannedLine[];
  /** The model as it would be. */
  model: ProjectModel;
}

interface Planning {
  model: ProjectModel;
  addOnly: boolean;
  /** Participants by their names, those that this import adds included. */
  byName: Map<string, Participant>;
  /** The line that named a participant first. */
  seen: Map<string, number>;
}

/**
 * Says what lines would do to a project, and does nothing yet. A participant is the one of the same name; an
 * empty cell leaves what is there. With `addOnly`, those that are there stay as they are.
 */
export function planImport(
  model: ProjectModel,
  lines: readonly CsvLine[],
  { addOnly }: { addOnly: boolean },
): ImportPlan {
  const byName = new Map(model.participants.toReversed().map((p) => [withPlainLines(p.name), p]));
  const planning: Planning = { model, addOnly, byName, seen: new Map() };
  const planned = lines.map((line) => planLine(planning, line));
  return { lines: planned, model: applyPlan(model, planned) };
}

function applyPlan(model: ProjectModel, planned: readonly PlannedLine[]): ProjectModel {
  const changed = new Map(
    planned.flatMap(({ kind, participant }) =>
      kind === 'changed' && participant ? [[participant.key, participant] as const] : [],
    ),
  );
  const added = planned.flatMap(({ kind, participant }) =>
    kind === 'added' && participant ? [participant] : [],
  );
  if (changed.size + added.length === 0) return model;
  const participants = model.participants.map((p) => changed.get(p.key) ?? p);
  return { ...model, participants: insertBehindType(participants, added) };
}

function planLine(planning: Planning, line: CsvLine): PlannedLine {
  const written = line.cells.get('name') ?? '';
  const name = planning.byName.has(written) ? written : written.trim();
  const known = planning.byName.get(name);
  const bad = (...notes: string[]): PlannedLine => ({
    line: line.number,
    name,
    kind: 'bad',
    type: known?.type ?? null,
    participant: null,
    changes: [],
    notes,
  });
  const fault = line.fault ?? faultOfLine(planning, line, name, known);
  if (fault) return bad(fault);
  planning.seen.set(name.toLowerCase(), line.number);
  const start = known ?? startOf(planning, line, name);
  if (!start)
    return bad(`“${line.cells.get('type')?.trim()}” is no type. Write server, site, relay or admin.`);
  const { changes, notes, participant, tooLong } = writeCells(line, start);
  if (tooLong) return bad(tooLong);
  const planned = { line: line.number, name, type: start.type, changes, notes };
  if (!known) {
    planning.byName.set(name, participant);
    return { ...planned, kind: 'added', participant };
  }
  if (changes.length === 0) return { ...planned, kind: 'unchanged', participant: null };
  if (planning.addOnly) return { ...planned, kind: 'skipped', participant: null };
  return { ...planned, kind: 'changed', participant };
}

function faultOfLine(
  { byName, seen }: Planning,
  line: CsvLine,
  name: string,
  known: Participant | undefined,
): string | null {
  if (name === '') return 'It has no name.';
  if (name.length > 300) return `The name has ${name.length} characters; at most 300 are taken.`;
  const before = seen.get(name.toLowerCase());
  if (before !== undefined) return `Line ${before} names the same participant.`;
  const typed = line.cells.get('type')?.trim() ?? '';
  if (known) return typed === '' || isOfType(known, typed) ? null : otherType(known, typed);
  const type = typed === '' ? null : readType(typed);
  if (type === 'server' && [...byName.values()].some((p) => p.type === 'server'))
    return 'The project has a server already, and takes only one.';
  return null;
}

const isOfType = (participant: Participant, typed: string): boolean =>
  participant.type === 'other' ? participant.declaredType === typed : readType(typed) === participant.type;

const otherType = ({ name, type }: Participant, typed: string): string =>
  `${name} is of type ${typeWords[type].label.toLowerCase()} in this project, not “${typed}”.`;

/** A new participant without organisation or role: these come from the line. Null when its type is none. */
function startOf({ model }: Planning, line: CsvLine, name: string): Participant | null {
  const typed = line.cells.get('type')?.trim() ?? '';
  const type: NewParticipantType | null =
    typed === '' ? (name.includes('@') ? 'admin' : 'client') : readType(typed);
  if (!type) return null;
  const fresh = newParticipant(model, type);
  const role = line.cells.get('role')?.trim() ?? '';
  return {
    ...fresh,
    name,
    org: '',
    ...(fresh.type === 'admin' ? { role: role === '' ? 'member' : null } : {}),
    ...(fresh.type === 'relay' ? { listeningHost: null } : {}),
  };
}

interface Written {
  participant: Participant;
  changes: PlannedLine['changes'];
  notes: string[];
  tooLong: string | null;
}

function writeCells(line: CsvLine, start: Participant): Written {
  const written: Written = { participant: start, changes: [], notes: [], tooLong: null };
  for (const field of participantFields) {
    const cell = line.cells.get(field.id);
    if (cell === undefined || field.id === 'name') continue;
    const from = field.read(written.participant);
    if (cell === withPlainLines(from) || cell.trim() === '') continue;
    const text = choiceOf(field, cell.trim());
    if (!field.types.includes(start.type)) {
      const type = typeWords[start.type].label.toLowerCase();
      written.notes.push(`${field.label} “${text}” is left out: a ${type} has none.`);
    } else if (text.length > field.max) {
      written.tooLong = `${field.label} has ${text.length} characters; at most ${field.max} are taken.`;
    } else {
      written.participant = field.write(written.participant, text);
      const to = field.read(written.participant);
      if (to !== from) written.changes.push({ field, from, to });
    }
  }
  return written;
}

/** A choice may be written as its word: "Project admin" is `project_admin`. */
function choiceOf({ choices }: ParticipantField, text: string): string {
  const low = text.toLowerCase();
  const found = choices?.find(({ value, label }) => [value, label.toLowerCase()].includes(low));
  return found?.value ?? text;
}
