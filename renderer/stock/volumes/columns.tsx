import { Status } from '../../ui/status';
import type { TableColumn } from '../../ui/table';
import { Bytes, RelativeTime } from '../../ui/time';
import { describeUsers } from '../words';
import { useOf, useWords, type VolumeRow } from './volume-rows';

export const volumeColumns: TableColumn<VolumeRow>[] = [
  {
    ...{ id: 'name', header: 'Volume', width: '2fr' },
    sortValue: ({ name }) => name,
    cell: ({ name, anonymous }) => (
      <span className={anonymous ? 'truncate font-mono text-muted' : 'truncate font-medium'} title={name}>
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
    ...{ id: 'size', header: 'Size', width: 90, align: 'end' },
    sortValue: ({ sizeBytes }) => sizeBytes ?? -1,
    cell: ({ sizeBytes }) =>
      sizeBytes === null ? <span className="text-faint">–</span> : <Bytes value={sizeBytes} />,
  },
  {
    ...{ id: 'driver', header: 'Driver', width: 100, hideBelow: 760 },
    sortValue: ({ driver }) => driver,
    cell: ({ driver }) => <span className="truncate text-muted">{driver}</span>,
  },
  {
    ...{ id: 'created', header: 'Made', width: 120, hideBelow: 620 },
    sortValue: ({ createdAt }) => createdAt ?? 0,
    cell: ({ createdAt }) => (createdAt === null ? null : <RelativeTime at={createdAt} />),
  },
  {
    ...{ id: 'users', header: 'Containers', width: '1.2fr', hideBelow: 760 },
    sortValue: ({ usedBy }) => describeUsers(usedBy),
    cell: ({ usedBy }) => <span className="truncate text-muted">{describeUsers(usedBy)}</span>,
  },
];
