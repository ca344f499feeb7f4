import type { LocalParticipant } from '../../preload/contract/local-federations';
import { Status } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Bytes, Elapsed } from '../ui/time';
import { participantWords } from './federation-words';

export const typeWords: Record<LocalParticipant['type'], string> = {
  server: 'Server',
  client: 'Site',
  relay: 'Relay',
  admin: 'Admin',
};

/** The columns of the participants of a local federation. */
export const participantColumns: TableColumn<LocalParticipant>[] = [
  {
    id: 'name',
    header: 'Participant',
    cell: ({ name }) => <span className="truncate">{name}</span>,
    sortValue: ({ name }) => name,
    width: '2fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type],
    sortValue: ({ type }) => typeWords[type],
    width: 80,
    hideBelow: 520,
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ state, reason }) => (
      <span title={reason ?? undefined} className="min-w-0 truncate">
        <Status {...participantWords[state]} detail={reason} />
      </span>
    ),
    sortValue: ({ state }) => state,
    width: '2fr',
  },
  {
    id: 'since',
    header: 'Up for',
    cell: ({ since }) => (since === null ? '' : <Elapsed since={since} />),
    sortValue: ({ since }) => since ?? 0,
    width: 90,
  },
  {
    id: 'memory',
    header: 'Memory',
    cell: ({ memoryBytes }) => (memoryBytes === null ? '' : <Bytes value={memoryBytes} />),
    sortValue: ({ memoryBytes }) => memoryBytes ?? 0,
    width: 100,
  },
];
