import { useMemo, useState } from 'react';
import { FilterChips } from '../ui/filter-chips';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import type { ImportPlan, PlannedLine } from './csv-plan';
import { showValue } from './participant-field';
import { typeWords } from './project-words';
import { type ImportFault, useImportCheck } from './use-import-check';

interface PreviewRow extends PlannedLine {
  /** What the project's own check says about the participant as it would be. */
  faults: ImportFault[];
}

const isBlocked = ({ faults }: PreviewRow): boolean => faults.some(({ blocks }) => blocks);

type Group = PlannedLine['kind'] | 'faulty';

const groups: { value: Group; label: string }[] = [
  { value: 'bad', label: 'Not taken' },
  { value: 'faulty', label: 'To be mended' },
  { value: 'added', label: 'New' },
  { value: 'changed', label: 'Changed' },
  { value: 'unchanged', label: 'Unchanged' },
  { value: 'skipped', label: 'Left as it is' },
];

const isIn = (row: PreviewRow, group: Group): boolean =>
  group === 'faulty' ? isBlocked(row) : row.kind === group;

/** What an import would do, line by line. */
export function CsvPreview({ plan }: { plan: ImportPlan }) {
  const [group, setGroup] = useState<Group | null>(null);
  const faults = useImportCheck(plan);
  const rows = useMemo(
    () =>
      plan.lines.map((line): PreviewRow => ({
        ...line,
        faults: (line.participant && faults.get(line.participant.key)) || [],
      })),
    [plan, faults],
  );
  const shown = group === null ? rows : rows.filter((row) => isIn(row, group));
  return (
    <DataTable
      label="What the import does"
      rows={shown}
      total={rows.length}
      columns={columns}
      rowId={(row) => String(row.line)}
      keepToolbar
      noFilter
      toolbar={
        <FilterChips
          label="What happens"
          value={group}
          onChange={setGroup}
          chips={groups
            .map((each) => ({ ...each, count: rows.filter((row) => isIn(row, each.value)).length }))
            .filter((chip) => chip.count > 0 || chip.value === group)}
        />
      }
      empty={null}
    />
  );
}

const columns: TableColumn<PreviewRow>[] = [
  {
    id: 'line',
    header: 'Line',
    cell: (row) => row.line,
    sortValue: (row) => row.line,
    width: 76,
    align: 'end',
  },
  {
    id: 'name',
    header: 'Participant',
    cell: (row) => row.name || <em className="text-failed">no name</em>,
    sortValue: (row) => row.name,
    width: '1fr',
  },
  {
    id: 'kind',
    header: 'What happens',
    cell: (row) => <Kind row={row} />,
    sortValue: (row) => groups.findIndex((each) => each.value === row.kind),
    width: 128,
  },
  { id: 'details', header: 'Details', cell: (row) => <Details row={row} />, width: '2.5fr' },
];

function Kind({ row }: { row: PreviewRow }) {
  if (row.kind === 'bad') return <Status state="failed" label="Not taken" />;
  if (isBlocked(row)) return <Status state="attention" label="To be mended" />;
  if (row.kind === 'added') return <Status state="ok" label={`New ${typeWord(row)}`} />;
  if (row.kind === 'changed') return <Status state="ok" label="Changed" />;
  return (
    <span className="text-muted">{groups.find((each) => each.value === row.kind)?.label ?? row.kind}</span>
  );
}

const typeWord = ({ type }: PreviewRow): string => (type ? typeWords[type].label.toLowerCase() : '');

function Details({ row }: { row: PreviewRow }) {
  const told = [...row.notes, ...row.faults.map(({ text }) => text)];
  return (
    <span className="flex flex-wrap gap-x-3 whitespace-normal">
      {row.changes.map(({ field, from, to }) => (
        <span key={field.id}>
          <span className="text-muted">{field.label}:</span>{' '}
          {from === '' ? null : (
            <>
              <del className="text-muted">{showValue(field, from)}</del>
              <span aria-hidden> → </span>
            </>
          )}
          <ins className="no-underline">{showValue(field, to)}</ins>
        </span>
      ))}
      {told.map((note) => (
        <span key={note} className={row.kind === 'bad' ? 'text-failed' : 'text-attention'}>
          {note}
        </span>
      ))}
    </span>
  );
}
