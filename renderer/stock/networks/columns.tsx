import { Status } from '../../ui/status';
import type { TableColumn } from '../../ui/table';
import { describeUsers } from '../words';
import { describeSubnets, type NetworkRow, reachOf, useOf, useWords } from './network-rows';

export const networkColumns: TableColumn<NetworkRow>[] = [
  {
    ...{ id: 'name', header: 'Network', width: '1.5fr' },
    sortValue: ({ name }) => name,
    cell: ({ name }) => (
      <span className="truncate font-medium" title={name}>
        {name}
      </span>
    ),
  },
  {
    ...{ id: 'use', header: 'Use', width: 100 },
    sortValue: (row) => useWords[useOf(row)].label,
    cell: (row) => <Status {...useWords[useOf(row)]} {...(row.stale && { state: 'stale' as const })} />,
  },
  {
    ...{ id: 'host', header: 'Host', width: '1fr', hideBelow: 480 },
    sortValue: ({ hostName }) => hostName,
    cell: ({ hostName }) => <span className="truncate">{hostName}</span>,
  },
  {
    ...{ id: 'driver', header: 'Driver', width: 100 },
    sortValue: ({ driver }) => driver,
    cell: ({ driver }) => <span className="truncate text-muted">{driver}</span>,
  },
  {
    ...{ id: 'subnet', header: 'Subnet', width: 160, hideBelow: 620 },
    sortValue: describeSubnets,
    cell: (row) => <span className="truncate font-mono text-muted">{describeSubnets(row)}</span>,
  },
  {
    ...{ id: 'internal', header: 'Reach', width: 110, hideBelow: 760 },
    sortValue: reachOf,
    cell: (row) => <span className="text-muted">{reachOf(row)}</span>,
  },
  {
    ...{ id: 'users', header: 'Containers', width: '1.2fr', hideBelow: 760 },
    sortValue: ({ usedBy }) => describeUsers(usedBy),
    cell: ({ usedBy }) => <span className="truncate text-muted">{describeUsers(usedBy)}</span>,
  },
];
