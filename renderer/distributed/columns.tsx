import type { Incoming, OwnRequest } from '../../preload/contract/distributed';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Expiry, RelativeTime } from '../ui/time';
import { describeWho, incomingStatus, ownStatusOf } from './words';

interface Listed {
  name: string;
  org: string;
  type: OwnRequest['type'];
  role: OwnRequest['role'];
  notAfter: number | null;
}

function who<T extends Listed>(): TableColumn<T>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      cell: ({ name }) => <span className="font-medium">{name}</span>,
      sortValue: ({ name }) => name,
      width: '3fr',
    },
    { id: 'type', header: 'Type', cell: describeWho, sortValue: describeWho, width: 130, hideBelow: 480 },
    {
      id: 'org',
      header: 'Organisation',
      cell: ({ org }) => org,
      sortValue: ({ org }) => org,
      width: '2fr',
      hideBelow: 560,
    },
  ];
}

const ends = <T extends Listed>(): TableColumn<T> => ({
  id: 'ends',
  header: 'Expires',
  cell: ({ notAfter }) => (notAfter === null ? '' : <Expiry at={notAfter} />),
  sortValue: ({ notAfter }) => (notAfter === null ? '' : new Date(notAfter).toISOString()),
  width: 120,
  hideBelow: 640,
});

export const incomingColumns: TableColumn<Incoming>[] = [
  ...who<Incoming>(),
  {
    id: 'state',
    header: 'State',
    cell: (request) => <Status {...incomingStatus(request)} />,
    sortValue: (request) => incomingStatus(request).label,
    width: 150,
  },
  {
    id: 'received',
    header: 'Received',
    cell: ({ receivedAt }) => <RelativeTime at={receivedAt} />,
    sortValue: ({ receivedAt }) => new Date(receivedAt).toISOString(),
    width: 120,
    hideBelow: 720,
  },
  {
    id: 'sent',
    header: 'Sent to',
    cell: ({ handouts }) => handouts.map(({ recipient }) => recipient).join(', '),
    sortValue: ({ handouts }) => handouts.map(({ recipient }) => recipient).join(', '),
    width: '2fr',
    hideBelow: 820,
  },
  ends<Incoming>(),
];

export const ownColumns: TableColumn<OwnRequest>[] = [
  ...who<OwnRequest>(),
  {
    id: 'project',
    header: 'Project',
    cell: ({ project }) => project,
    sortValue: ({ project }) => project,
    width: '2fr',
    hideBelow: 620,
  },
  {
    id: 'state',
    header: 'State',
    cell: (request) => <Status {...ownStatusOf(request)} />,
    sortValue: (request) => ownStatusOf(request).label,
    width: 190,
  },
  {
    id: 'made',
    header: 'Made',
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
    sortValue: ({ createdAt }) => new Date(createdAt).toISOString(),
    width: 120,
    hideBelow: 760,
  },
  ends<OwnRequest>(),
];
