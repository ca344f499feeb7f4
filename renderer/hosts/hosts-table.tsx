import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Select } from '../ui/field';
import { FilterChips } from '../ui/filter-chips';
import { DataTable } from '../ui/table';
import { hostColumns } from './host-columns';
import { type HostState, describeAddress, hostStates, stateOf, stateWords } from './host-words';

interface HostsTableProps {
  hosts: Host[];
  activeId: string | null;
  onOpen: (hostId: string) => void;
  onAdd: () => void;
}

interface Filter {
  state: HostState | null;
  group: string;
  label: string;
}

/** All hosts, by state, group and label. */
export function HostsTable({ hosts, activeId, onOpen, onAdd }: HostsTableProps) {
  const [filter, setFilter] = useState<Filter>({ state: null, group: '', label: '' });
  const rows = useMemo(() => hosts.filter((host) => fits(host, filter)).toSorted(byName), [hosts, filter]);
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  return (
    <DataTable
      label="Hosts"
      csvName="hosts"
      rows={rows}
      total={hosts.length}
      columns={hostColumns}
      rowId={({ id }) => id}
      activeId={activeId}
      onOpen={({ id }) => onOpen(id)}
      filterText={(host) =>
        `${host.name} ${describeAddress(host)} ${host.username} ${host.group} ${host.labels.join(' ')}`
      }
      keepToolbar={hosts.length > 0}
      toolbar={
        <>
          <OneOf
            name="Group"
            all="All groups"
            values={hosts.map(({ group }) => group)}
            value={filter.group}
            onChange={(group) => set({ group })}
          />
          <OneOf
            name="Label"
            all="All labels"
            values={hosts.flatMap(({ labels }) => labels)}
            value={filter.label}
            onChange={(label) => set({ label })}
          />
          <StateChips hosts={hosts} value={filter.state} onChange={(state) => set({ state })} />
        </>
      }
      empty={<NoHosts onAdd={onAdd} />}
    />
  );
}

const fits = (host: Host, { state, group, label }: Filter): boolean =>
  (state === null || stateOf(host) === state) &&
  (group === '' || host.group === group) &&
  (label === '' || host.labels.includes(label));

/** With numbers in names as numbers: site-2 before site-10. */
const byName = (a: Host, b: Host): number => a.name.localeCompare(b.name, 'en', { numeric: true });

interface OneOfProps {
  name: string;
  all: string;
  values: string[];
  value: string;
  onChange: (value: string) => void;
}

/** Only where there is something to choose from. */
function OneOf({ name, all, values, value, onChange }: OneOfProps) {
  const known = new Set([...values, value].filter((each) => each !== ''));
  if (known.size === 0) return null;
  const sorted = [...known].toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return (
    <Select
      aria-label={name}
      className="w-36"
      value={value}
      onValueChange={onChange}
      options={[{ value: '', label: all }, ...sorted.map((each) => ({ value: each, label: each }))]}
    />
  );
}

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
