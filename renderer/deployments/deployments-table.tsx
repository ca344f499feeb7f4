import { useMemo, useState } from 'react';
import type { Deployment } from '../../preload/contract/deployments';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Select } from '../ui/field';
import { FilterChips } from '../ui/filter-chips';
import { anyHost, fitsHost, HostFilters } from '../shell/host-filters';
import type { StatusState } from '../ui/status';
import { DataTable } from '../ui/table';
import { ActionButtons } from './action-buttons';
import { deploymentColumns } from './columns';
import type { Actions } from './use-actions';
import { describePlace, inOrder, stateOf } from './words';

interface DeploymentsTableProps {
  deployments: Deployment[];
  hosts: Host[];
  /** Ids that the list is narrowed to. */
  filter: { project: string | null; host: string | null };
  onFilter: (filter: { project: string | null; host: string | null }) => void;
  actions: Actions;
  onSend: (rows: Deployment[]) => void;
  activeId: string | null;
  onOpen: (id: string) => void;
  /** Chooses kits to send; null for who may not. */
  onChoose: (() => void) | null;
}

const chipWords: [StatusState, string][] = [
  ['failed', 'Not right'],
  ['attention', 'Without a server'],
  ['running', 'On the way'],
  ['ok', 'Up'],
  ['off', 'Stopped'],
  ['stale', 'Not seen'],
];

/** What is deployed where. */
export function DeploymentsTable(props: DeploymentsTableProps) {
  const { deployments, hosts, filter, onFilter, actions } = props;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [state, setState] = useState<StatusState | null>(null);
  const [byHost, setByHost] = useState(anyHost);
  const ids = new Set(hosts.filter((host) => fitsHost(host, byHost)).map(({ id }) => id));
  const inView = inOrder(deployments).filter(
    ({ projectId, place }) =>
      (filter.project === null || projectId === filter.project) &&
      (filter.host === null || place.hostId === filter.host) &&
      (byHost.group + byHost.label === '' || ids.has(place.hostId)),
  );
  const rows = inView.filter((each) => state === null || stateOf(each).state === state);
  const chips = chipWords
    .map(([value, label]) => ({
      ...{ value, label },
      count: inView.filter((each) => stateOf(each).state === value).length,
    }))
    .filter(({ value, count }) => count > 0 || value === state);
  return (
    <DataTable
      label="Deployments"
      csvName="deployments"
      rows={rows}
      total={deployments.length}
      columns={deploymentColumns}
      rowId={({ id }) => id}
      selected={selected}
      onSelectedChange={setSelected}
      bulk={(chosen) => <ActionButtons rows={chosen} actions={actions} onSend={props.onSend} />}
      activeId={props.activeId}
      onOpen={({ id }) => props.onOpen(id)}
      filterText={({ participant, hostName, projectName, place }) =>
        `${participant} ${hostName} ${projectName} ${describePlace(place)}`
      }
      keepToolbar={deployments.length > 0}
      toolbar={
        <>
          <OneOf
            name="Project"
            all="All projects"
            of={deployments.map(({ projectId, projectName }) => [projectId, projectName])}
            value={filter.project}
            onChange={(project) => onFilter({ ...filter, project })}
          />
          <OneOf
            name="Host"
            all="All hosts"
            of={[
              ...deployments.map(({ place, hostName }): [string, string] => [place.hostId, hostName]),
              // One that was come with, and has nothing yet.
              ...hosts
                .filter(({ id }) => id === filter.host)
                .map(({ id, name }): [string, string] => [id, name]),
            ]}
            value={filter.host}
            onChange={(host) => onFilter({ ...filter, host })}
          />
          <HostFilters hosts={hosts} filter={byHost} onChange={setByHost} />
          <FilterChips label="State" chips={chips} value={state} onChange={setState} />
        </>
      }
      empty={<NoDeployments onChoose={props.onChoose} />}
    />
  );
}

interface OneOfProps {
  name: string;
  all: string;
  of: [id: string, name: string][];
  value: string | null;
  onChange: (value: string | null) => void;
}

function OneOf({ name, all, of, value, onChange }: OneOfProps) {
  const options = useMemo(() => [...new Map(of)].toSorted(([, a], [, b]) => a.localeCompare(b, 'en')), [of]);
  return (
    <Select
      aria-label={name}
      className="w-40"
      value={value ?? ''}
      onValueChange={(next) => onChange(next === '' ? null : next)}
      options={[{ value: '', label: all }, ...options.map(([id, label]) => ({ value: id, label }))]}
    />
  );
}

function NoDeployments({ onChoose }: { onChoose: (() => void) | null }) {
  return (
    <EmptyState
      title="Nothing is deployed yet"
      action={
        onChoose ? (
          <Button variant="primary" onClick={onChoose}>
            Choose kits to send
          </Button>
        ) : null
      }
    >
      Send startup kits to hosts by SFTP, or into containers, and start the federation from here.
    </EmptyState>
  );
}
