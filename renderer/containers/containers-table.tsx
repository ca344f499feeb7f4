import { useMemo, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { EmptyState } from '../ui/empty';
import { Select } from '../ui/field';
import { FilterChips } from '../ui/filter-chips';
import { anyHost, fitsHost, HostFilters } from '../shell/host-filters';
import { DataTable } from '../ui/table';
import { ActionButtons } from './action-buttons';
import { containerColumns, gpuColumns } from './container-columns';
import { stateChip } from './container-words';
import { type ContainerRow, rowId } from './host-view';
import type { Actions } from './use-actions';

interface ContainersTableProps {
  rows: ContainerRow[];
  /** All of them. */
  hosts: Host[];
  hostId: string | null;
  /** Whether one of the hosts has GPUs. */
  gpus: boolean;
  onHost: (hostId: string | null) => void;
  actions: Actions;
  onLogs: (rows: ContainerRow[]) => void;
  activeId: string | null;
  onOpen: (id: string) => void;
}

/** The containers of all hosts, or of one. */
export function ContainersTable(props: ContainersTableProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<string | null>(null);
  const [filter, setFilter] = useState(anyHost);
  const { hosts } = props;
  const inView = useMemo(() => {
    const ids = new Set(hosts.filter((host) => fitsHost(host, filter)).map(({ id }) => id));
    return props.rows.filter(({ hostId }) => ids.has(hostId));
  }, [props.rows, hosts, filter]);
  const rows = useMemo(
    () => inView.filter((row) => state === null || stateChip(row) === state),
    [inView, state],
  );
  return (
    <DataTable
      label="Containers"
      csvName="containers"
      rows={rows}
      total={props.rows.length}
      columns={props.gpus ? gpuColumns : containerColumns}
      rowId={rowId}
      initialSort={{ column: 'name', direction: 'ascending' }}
      selected={selected}
      onSelectedChange={setSelected}
      bulk={(chosen) => <ActionButtons rows={chosen} actions={props.actions} onLogs={props.onLogs} />}
      activeId={props.activeId}
      onOpen={(row) => props.onOpen(rowId(row))}
      filterText={({ name, hostName, image, id }) => `${name} ${hostName} ${image} ${id}`}
      keepToolbar={props.rows.length > 0 || props.hostId !== null}
      toolbar={
        <>
          <Select
            aria-label="Host"
            className="w-44"
            value={props.hostId ?? ''}
            onValueChange={(next) => props.onHost(next === '' ? null : next)}
            options={[
              { value: '', label: 'All hosts' },
              ...props.hosts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <HostFilters hosts={hosts} filter={filter} onChange={setFilter} />
          <StateFilter rows={inView} value={state} onChange={setState} />
        </>
      }
      empty={
        <EmptyState title="No containers">
          The engines that answered have none, running or stopped.
        </EmptyState>
      }
    />
  );
}

interface StateFilterProps {
  rows: ContainerRow[];
  /** In words, as the rows have them. */
  value: string | null;
  onChange: (state: string | null) => void;
}

/** Chips of the states that there are; the chosen one stays, so that it can be taken back. */
function StateFilter({ rows, value, onChange }: StateFilterProps) {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const label = stateChip(row);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  if (value !== null && !counts.has(value)) counts.set(value, 0);
  const chips = [...counts]
    .map(([label, count]) => ({ value: label, label, count }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
  return <FilterChips label="State" chips={chips} value={value} onChange={onChange} />;
}
