import { File, FileQuestion, FileSymlink, Folder, type LucideIcon } from 'lucide-react';
import type { RemoteEntry } from '../../preload/contract/file-calls';
import type { TableColumn } from '../ui/table';
import { Bytes, RelativeTime } from '../ui/time';
import { formatMode, kindWords } from './words';

const icons: Record<RemoteEntry['kind'], LucideIcon> = {
  file: File,
  folder: Folder,
  link: FileSymlink,
  other: FileQuestion,
};

/** The columns of a folder. */
export const fileColumns: TableColumn<RemoteEntry>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (entry) => <NameCell entry={entry} />,
    // Folders first, as in the order that the list comes in.
    sortValue: ({ kind, name }) => `${kind === 'folder' ? 0 : 1} ${name}`,
    width: '4fr',
  },
  {
    id: 'size',
    header: 'Size',
    cell: ({ kind, sizeBytes }) => (kind === 'file' ? <Bytes value={sizeBytes} /> : null),
    sortValue: ({ sizeBytes }) => sizeBytes,
    width: 90,
    align: 'end',
  },
  {
    id: 'modified',
    header: 'Modified',
    cell: ({ modifiedAt }) => <RelativeTime at={modifiedAt} />,
    sortValue: ({ modifiedAt }) => modifiedAt,
    width: 130,
    hideBelow: 480,
  },
  {
    id: 'mode',
    header: 'Permissions',
    cell: ({ mode }) => <span className="font-mono text-sm">{formatMode(mode)}</span>,
    sortValue: ({ mode }) => formatMode(mode),
    width: 130,
    hideBelow: 600,
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: ({ owner, group }) => `${owner}:${group}`,
    sortValue: ({ owner, group }) => `${owner}:${group}`,
    width: 120,
    hideBelow: 720,
  },
];

function NameCell({ entry: { kind, name } }: { entry: RemoteEntry }) {
  const Icon = icons[kind];
  return (
    <span className="flex min-w-0 items-center gap-2" title={name}>
      <Icon aria-label={kindWords[kind]} className="size-4 shrink-0 text-faint" strokeWidth={1.75} />
      <span className="truncate font-medium whitespace-pre">{name}</span>
    </span>
  );
}
