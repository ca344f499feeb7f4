import { Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CleanUpEntry } from '../../../preload/contract/clean-up';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty';
import { FilterChips } from '../../ui/filter-chips';
import { formatBytes } from '../../ui/format';
import { DataTable, type TableColumn } from '../../ui/table';
import { Bytes, RelativeTime } from '../../ui/time';
import type { PlanRow } from './use-plan';
import { kindWords, sumOf } from './words';

const columns: TableColumn<PlanRow>[] = [
  {
    ...{ id: 'kind', header: 'Kind', width: 110 },
    sortValue: ({ kind }) => kindWords[kind],
    cell: ({ kind }) => kindWords[kind],
  },
  {
    ...{ id: 'name', header: 'Name', width: '2fr' },
    sortValue: ({ name }) => name,
    cell: ({ name }) => (
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    ),
  },
  {
    ...{ id: 'host', header: 'Host', width: '1fr', hideBelow: 480 },
    sortValue: ({ hostName }) => hostName,
    cell: ({ hostName }) => <span className="truncate">{hostName}</span>,
  },
  {
    ...{ id: 'size', header: 'Frees', width: 100, align: 'end' },
    sortValue: ({ sizeBytes }) => sizeBytes ?? -1,
    cell: ({ sizeBytes }) =>
      sizeBytes === null ? <span className="text-faint">–</span> : <Bytes value={sizeBytes} />,
  },
  {
    ...{ id: 'since', header: 'Since', width: 130, hideBelow: 620 },
    sortValue: ({ since }) => since ?? 0,
    cell: ({ since }) => (since === null ? null : <RelativeTime at={since} />),
  },
  {
    ...{ id: 'detail', header: 'Detail', width: '1fr', hideBelow: 760 },
    sortValue: ({ detail }) => detail,
    cell: ({ detail }) => <span className="truncate text-muted">{detail}</span>,
  },
];

const keyOfEntry = ({ hostId, kind, id }: PlanRow): string => `${hostId} ${kind} ${id}`;

interface PlanTableProps {
  rows: PlanRow[];
  selected: ReadonlySet<string>;
  onSelectedChange: (selected: Set<string>) => void;
  /** Null: this person may only look. */
  onRemove: ((rows: PlanRow[]) => void) | null;
  busy: boolean;
}

/** What could go. Nothing is chosen until a person does. */
export function PlanTable({ rows, selected, onSelectedChange, onRemove, busy }: PlanTableProps) {
  const [kind, setKind] = useState<CleanUpEntry['kind'] | null>(null);
  const shown = useMemo(() => rows.filter((row) => kind === null || row.kind === kind), [rows, kind]);
  const chips = (Object.keys(kindWords) as CleanUpEntry['kind'][])
    .map((value) => ({
      ...{ value, label: kindWords[value] },
      count: rows.filter((row) => row.kind === value).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <DataTable
      label="Plan"
      csvName="clean-up"
      rows={shown}
      total={rows.length}
      columns={columns}
      rowId={keyOfEntry}
      initialSort={{ column: 'size', direction: 'descending' }}
      selected={selected}
      onSelectedChange={onSelectedChange}
      keepToolbar={rows.length > 0}
      toolbar={<FilterChips label="Kind" chips={chips} value={kind} onChange={setKind} />}
      bulk={(chosen) =>
        onRemove ? (
          <Button size="sm" icon={Trash2} busy={busy} onClick={() => onRemove(chosen)}>
            Remove, {formatBytes(sumOf(chosen.map(({ sizeBytes }) => sizeBytes)))}
          </Button>
        ) : null
      }
      empty={
        <EmptyState title="Nothing to remove">The hosts that answered have nothing that fits.</EmptyState>
      }
    />
  );
}
