import type { Participant } from '../../preload/contract/projects';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { participantCell } from './participant-cells';
import { fieldOf, showValue } from './participant-field';
import { typeIcons } from './participant-icon';
import { type ParticipantRow, problemAt } from './participant-rows';
import { describeConnection, describeParticipant } from './participant-words';
import { count, participantTypes, typeWords } from './project-words';

type Column = TableColumn<ParticipantRow>;

/** From this width on, properties have columns; below it, one line says them together. Pixels. */
const wide = 860;
/** From here on there is room for those as well that the connection says in a word. */
const widest = 1100;

interface ColumnOptions {
  /** Whether they cannot be edited in place. */
  readOnly: boolean;
  /** The names of those whom runs leave out. */
  disabled: ReadonlySet<string>;
}

/** The columns of the list of participants. */
export function makeParticipantColumns(projectId: string, { readOnly, disabled }: ColumnOptions): Column[] {
  const editable = (id: string, look: Partial<Column> = {}): Column => {
    const field = fieldOf(id);
    return {
      id,
      header: field.label,
      cell: ({ participant }) => (
        <span className="truncate">{showValue(field, field.read(participant))}</span>
      ),
      sortValue: ({ participant }) => showValue(field, field.read(participant)),
      ...(readOnly ? {} : { edit: ({ participant }) => participantCell(projectId, field, participant) }),
      problem: (row) => problemAt(row, field.path),
      ...look,
    };
  };
  return [
    editable('name', {
      cell: ({ participant }) => (
        <NameCell participant={participant} disabled={disabled.has(participant.name)} />
      ),
      width: '4fr',
    }),
    typeColumn,
    editable('org', { width: '3fr' }),
    detailColumn,
    editable('role', { width: 112, hideBelow: wide }),
    editable('gpus', { width: 72, align: 'end', hideBelow: wide }),
    editable('memory_gib', { width: 112, align: 'end', hideBelow: wide }),
    editable('parent', { width: '2fr', hideBelow: widest }),
    editable('security', { width: 88, hideBelow: widest }),
    connectionColumn,
    problemsColumn,
  ];
}

const typeColumn: Column = {
  id: 'type',
  header: 'Type',
  cell: ({ participant }) => typeWords[participant.type].label,
  // Sorts by the order of the types and reads as the word in the filter.
  sortValue: ({ participant }) =>
    `${participantTypes.indexOf(participant.type)} ${typeWords[participant.type].label}`,
  width: 84,
  hideBelow: 640,
};

const detailColumn: Column = {
  id: 'detail',
  header: 'Details',
  cell: ({ participant }) => <span className="text-muted">{describeParticipant(participant)}</span>,
  sortValue: ({ participant }) => describeParticipant(participant),
  width: '4fr',
  hideBelow: 600,
  hideFrom: wide,
};

const connectionColumn: Column = {
  id: 'connection',
  header: 'Connection',
  cell: ({ participant }) => <span className="text-muted">{describeConnection(participant)}</span>,
  sortValue: ({ participant }) => describeConnection(participant),
  width: '3.5fr',
  hideBelow: wide,
};

const problemsColumn: Column = {
  id: 'problems',
  header: 'Problems',
  cell: (row) => <ProblemsCell row={row} />,
  sortValue: ({ errors, warnings }) => errors * 10_000 + warnings,
  width: 112,
  hideBelow: 300,
};

interface NameCellProps {
  participant: Participant;
  disabled: boolean;
}

function NameCell({ participant: { type, name }, disabled }: NameCellProps) {
  const Icon = typeIcons[type];
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="truncate font-medium">{name || <em className="text-failed">no name</em>}</span>
      {disabled ? <span className="shrink-0 text-sm text-muted">Disabled</span> : null}
    </span>
  );
}

function ProblemsCell({ row: { errors, warnings } }: { row: ParticipantRow }) {
  if (errors > 0) return <Status state="failed" label={count(errors, 'problem')} />;
  if (warnings > 0) return <Status state="attention" label={count(warnings, 'warning')} />;
  return <span className="text-faint">None</span>;
}
