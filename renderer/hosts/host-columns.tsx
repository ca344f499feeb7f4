import type { Host } from '../../preload/contract/hosts';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { kindWords } from './kind-words';
import { describeAddress, stateOf, stateWords } from './host-words';

const text = (
  id: string,
  header: string,
  value: (host: Host) => string,
  size: Pick<TableColumn<Host>, 'width' | 'hideBelow'>,
): TableColumn<Host> => ({ id, header, cell: value, sortValue: value, ...size });

/** The columns of the list of hosts. */
export const hostColumns: TableColumn<Host>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
    sortValue: ({ name }) => name,
    width: '3fr',
  },
  {
    id: 'state',
    header: 'State',
    cell: (host) => <Status {...stateWords[stateOf(host)]} />,
    sortValue: (host) => stateWords[stateOf(host)].label,
    width: 150,
  },
  text('kind', 'Reached by', ({ kind }) => kindWords[kind], { width: 130, hideBelow: 900 }),
  text('address', 'Address', describeAddress, { width: '3fr', hideBelow: 480 }),
  text('user', 'User', ({ username }) => username, { width: 120, hideBelow: 600 }),
  text('group', 'Group', ({ group }) => group, { width: '2fr', hideBelow: 700 }),
  text('labels', 'Labels', ({ labels }) => labels.join(', '), { width: '2fr', hideBelow: 820 }),
];
