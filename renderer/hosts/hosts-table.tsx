import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { useKnownHealth } from '../rpc/known-health';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { FilterChips } from '../ui/filter-chips';
import { anyHost, fitsHost, type HostFilter, HostFilters } from '../shell/host-filters';
import { DataTable } from '../ui/table';
import { hostColumns, type HostRow } from './host-columns';
import { type HostState, describeAddress, hostStates, stateOf, stateWords } from './host-words';
import { PooledResources } from './pooled-resources';

interface HostsTableProps {
  hosts: Host[];
  activeId: string | null;
  onOpen: (hostId: string) => void;
  onAdd: () => void;
}

interface Filter extends HostFilter {
  state: HostState | null;
}

/** All hosts, by state, group and label. */
export function HostsTable({ hosts, activeId, onOpen, onAdd }: HostsTableProps) {
  const [filter, setFilter] = useState<Filter>({ state: null, ...anyHost });
  const known = useKnownHealth();
  const shown = useMemo(() => hosts.filter((host) => fits(host, filter)).toSorted(byName), [hosts, filter]);
  const rows = useMemo(
    () => shown.map((host): HostRow => ({ host, health: known.get(host.id) ?? null })),
    [shown, known],
  );
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  return (
    <>
      {hosts.length > 0 ? <PooledResources rows={rows} /> : null}
      <DataTable
        label="Hosts"
        csvName="hosts"
        rows={rows}
        total={hosts.length}
        columns={hostColumns}
        rowId={({ host }) => host.id}
        activeId={activeId}
        onOpen={({ host }) => onOpen(host.id)}
        filterText={({ host }) =>
          `${host.name} ${describeAddress(host)} ${host.username} ${host.group} ${host.labels.join(' ')}`
        }
        keepToolbar={hosts.length > 0}
        toolbar={
          <>
            <HostFilters hosts={hosts} filter={filter} onChange={set} />
            <StateChips hosts={hosts} value={filter.state} onChange={(state) => set({ state })} />
          </>
        }
        empty={<NoHosts onAdd={onAdd} />}
      />
    </>
  );
}

const fits = (host: Host, filter: Filter): boolean =>
  (filter.state === null || stateOf(host) === filter.state) && fitsHost(host, filter);

/** With numbers in names as numbers: site-2 before site-10. */
const byName = (a: Host, b: Host): number => a.name.localeCompare(b.name, 'en', { numeric: true });

interface StateChipsProps {
  hosts: Host[];
  value: HostState | null;
  onChange: (value: HostState | null) => void;
}

function StateChips({ hosts, value, onChange }: StateChipsProps) {
  const chips = hostStates
    .map((state) => ({
      value: state,
      label: stateWords[state].label,
      count: hosts.filter((host) => stateOf(host) === state).length,
    }))
    .filter((chip) => chip.count > 0 || chip.value === value);
  return <FilterChips label="State of the connection" chips={chips} value={value} onChange={onChange} />;
}

function NoHosts({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState
      title="No hosts yet"
      action={
        <Button variant="primary" icon={Plus} onClick={onAdd}>
          Add host
        </Button>
      }
    >
      A host is a machine that you reach by SSH, this one, or a Docker engine with TLS. Nothing has to be
      installed there.
    </EmptyState>
  );
}
