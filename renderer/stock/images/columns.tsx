import { Status } from '../../ui/status';
import type { TableColumn } from '../../ui/table';
import { Bytes, RelativeTime } from '../../ui/time';
import { describeUsers, shortId } from '../words';
import { type ImageRow, nameOf, useOf, useWords } from './image-rows';

export const imageColumns: TableColumn<ImageRow>[] = [
  {
    ...{ id: 'name', header: 'Image', width: '2fr' },
    sortValue: nameOf,
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-2" title={row.tags.join('\n')}>
        <span className={row.tags.length > 0 ? 'truncate font-medium' : 'truncate font-mono text-muted'}>
          {nameOf(row)}
        </span>
        {row.tags.length > 1 ? <span className="text-faint">+{row.tags.length - 1}</span> : null}
      </span>
    ),
  },
  {
    ...{ id: 'use', header: 'Use', width: 112 },
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
    sortValue: ({ sizeBytes }) => sizeBytes,
    cell: ({ sizeBytes }) => <Bytes value={sizeBytes} />,
  },
  {
    ...{ id: 'created', header: 'Built', width: 120, hideBelow: 620 },
    sortValue: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
  {
    ...{ id: 'users', header: 'Containers', width: '1.2fr', hideBelow: 760 },
    sortValue: ({ usedBy }) => describeUsers(usedBy),
    cell: ({ usedBy }) => <span className="truncate text-muted">{describeUsers(usedBy)}</span>,
  },
  {
    ...{ id: 'id', header: 'Id', width: 120, hideBelow: 980 },
    sortValue: ({ id }) => shortId(id),
    cell: ({ id }) => <span className="font-mono text-muted">{shortId(id)}</span>,
  },
];
