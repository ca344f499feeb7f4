import type { Participant } from '../../preload/contract/projects';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import type { PlacedProblem } from './field-path';
import { typeIcons } from './participant-icon';
import { describeParticipant } from './participant-words';
import { count, participantTypes, typeWords } from './project-words';

/** A participant with what is wrong with it. */
export interface ParticipantRow {
  participant: Participant;
  errors: number;
  warnings: number;
}

/** The participants in groups of their type, each with the number of its problems. */
export function makeRows(participants: readonly Participant[], problems: PlacedProblem[]): ParticipantRow[] {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { key, problem } of problems) {
    if (key === null) continue;
    const of = counts.get(key) ?? { errors: 0, warnings: 0 };
    counts.set(key, { ...of, [`${problem.severity}s`]: of[`${problem.severity}s`] + 1 });
  }
  return participantTypes
    .flatMap((type) => participants.filter((participant) => participant.type === type))
    .map((participant) => ({ participant, errors: 0, warnings: 0, ...counts.get(participant.key) }));
}

/** The columns of the list of participants. */
export const participantColumns: TableColumn<ParticipantRow>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ participant }) => <NameCell participant={participant} />,
    sortValue: ({ participant }) => participant.name,
    width: '3fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ participant }) => typeWords[participant.type].label,
    // Sorts by the order of the types and reads as the word in the filter.
    sortValue: ({ participant }) =>
      `${participantTypes.indexOf(participant.type)} ${typeWords[participant.type].label}`,
    width: 90,
    hideBelow: 640,
  },
  {
    id: 'org',
    header: 'Organisation',
    cell: ({ participant }) => participant.org,
    sortValue: ({ participant }) => participant.org,
    width: '2.5fr',
  },
  {
    id: 'detail',
    header: 'Connection and resources',
    cell: ({ participant }) => <span className="text-muted">{describeParticipant(participant)}</span>,
    sortValue: ({ participant }) => describeParticipant(participant),
    width: '3.5fr',
    hideBelow: 600,
  },
  {
    id: 'problems',
    header: 'Problems',
    cell: (row) => <ProblemsCell row={row} />,
    sortValue: ({ errors, warnings }) => errors * 10_000 + warnings,
    width: 120,
    hideBelow: 300,
  },
];

function NameCell({ participant: { type, name } }: { participant: Participant }) {
  const Icon = typeIcons[type];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="truncate font-medium">{name || <em className="text-failed">no name</em>}</span>
    </span>
  );
}

function ProblemsCell({ row: { errors, warnings } }: { row: ParticipantRow }) {
  if (errors > 0) return <Status state="failed" label={count(errors, 'problem')} />;
  if (warnings > 0) return <Status state="attention" label={count(warnings, 'warning')} />;
  return <span className="text-faint">None</span>;
}
