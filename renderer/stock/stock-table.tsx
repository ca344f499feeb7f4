import { type ReactNode, useMemo, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { FilterChips } from '../ui/filter-chips';
import type { StatusState } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { keyOf } from './for-each';
import { HostSelect } from './host-bar';
import type { OfHost } from './use-host-lists';

interface StockTableProps<T, U extends string> {
  label: string;
  rows: T[];
  columns: TableColumn<T>[];
  /** All of them. */
  hosts: Host[];
  hostId: string | null;
  onHost: (hostId: string | null) => void;
  filterText: (row: T) => string;
  /** What the chips filter by. */
  useOf: (row: T) => U;
  useWords: Record<U, { state: StatusState; label: string }>;
  bulk: (rows: T[]) => ReactNode;
  activeId: string | null;
  onOpen: (key: string) => void;
  empty: ReactNode;
}

/** Things of all hosts, or of one, by how they are used. */
export function StockTable<T extends OfHost<{ id: string }>, U extends string>(props: StockTableProps<T, U>) {
  const { label, useOf, useWords } = props;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [use, setUse] = useState<U | null>(null);
  const rows = useMemo(
    () => props.rows.filter((row) => use === null || useOf(row) === use),
    [props.rows, use, useOf],
  );
  const chips = (Object.keys(useWords) as U[])
    .map((value) => ({
      ...{ value, label: useWords[value].label },
      count: props.rows.filter((row) => useOf(row) === value).length,
    }))
    .filter(({ value, count }) => count > 0 || value === use);
  return (
    <DataTable
      label={label}
      csvName={label.toLowerCase()}
      rows={rows}
      total={props.rows.length}
      columns={props.columns}
      rowId={keyOf}
      initialSort={{ column: 'name', direction: 'ascending' }}
      selected={selected}
      onSelectedChange={setSelected}
      bulk={props.bulk}
      activeId={props.activeId}
      onOpen={(row) => props.onOpen(keyOf(row))}
      filterText={props.filterText}
      keepToolbar={props.rows.length > 0 || props.hosts.length > 1}
      toolbar={
        <>
          <HostSelect hosts={props.hosts} value={props.hostId} onChange={props.onHost} />
          <FilterChips label="Use" chips={chips} value={use} onChange={setUse} />
        </>
      }
      empty={props.empty}
    />
  );
}
