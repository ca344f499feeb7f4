import Papa from 'papaparse';
import type { Participant, ProjectModel } from '../../preload/contract/projects';
import { toSafeCell } from './csv-cell';
import { downloadText } from './download';
import { participantFields } from './participant-field';

const [nameField, ...otherFields] = participantFields;

/** The columns of the file: all properties of all types, `type` behind `name`. */
export const csvHeader: readonly string[] = [
  nameField?.id ?? 'name',
  'type',
  ...otherFields.map((field) => field.id),
];

const typeOf = (participant: Participant): string =>
  participant.type === 'other' ? participant.declaredType : participant.type;

/** Participants as CSV (RFC 4180) that `planImport` takes back without finding a change. */
export const writeCsv = (participants: readonly Participant[]): string =>
  `${Papa.unparse(
    [
      csvHeader,
      ...participants.map((p) =>
        [p.name, typeOf(p), ...otherFields.map((field) => field.read(p))].map(toSafeCell),
      ),
    ].map((row) => [...row]),
    { newline: '\r\n' },
  )}\r\n`;

/** Lets the person save all participants of a project as CSV. */
export function downloadParticipants({ name, participants }: ProjectModel): void {
  // Excel takes a file without the mark for one in the system's old code page.
  downloadText(`${name || 'project'}-participants.csv`, `\ufeff${writeCsv(participants)}`, 'text/csv');
}
