import type { TakenPort } from '../../preload/contract/host-ports';
import { Button } from '../ui/button';
import { Status, type StatusState } from '../ui/status';
import type { TableColumn } from '../ui/table';

const kinds: Record<TakenPort['kind'], string> = {
  container: 'Container',
  listener: 'Program',
  reservation: 'Reserved in Fedwright',
};

const everywhere = (address: string): boolean => address === '0.0.0.0' || address === '::';

export const stateOf = ({ kind, active }: TakenPort): { state: StatusState; label: string } => {
  if (kind === 'reservation') return { state: 'off', label: 'Reserved' };
  return active ? { state: 'ok', label: 'In use' } : { state: 'off', label: 'Will be used' };
};

/** @param release null where the person may not */
export function portColumns(release: ((port: TakenPort) => void) | null): TableColumn<TakenPort>[] {
  return [
    {
      ...{ id: 'port', header: 'Port', width: 110 },
      sortValue: ({ port }) => port,
      cell: ({ port, protocol }) => (
        <span className="font-mono text-sm">
          {port}/{protocol}
        </span>
      ),
    },
    {
      ...{ id: 'holder', header: 'Who has it', width: '2fr' },
      sortValue: ({ holder }) => holder ?? '',
      cell: ({ holder }) => (
        <span className="truncate" title={holder ?? undefined}>
          {holder ?? 'Unknown program'}
        </span>
      ),
    },
    {
      ...{ id: 'kind', header: 'Kind', width: 140, hideBelow: 520 },
      sortValue: ({ kind }) => kinds[kind],
      cell: ({ kind }) => kinds[kind],
    },
    {
      ...{ id: 'address', header: 'Address', width: '1fr', hideBelow: 620 },
      sortValue: ({ address }) => address,
      cell: ({ address }) =>
        everywhere(address) ? 'All addresses' : <span className="truncate font-mono text-sm">{address}</span>,
    },
    {
      ...{ id: 'state', header: 'State', width: 120 },
      sortValue: (port) => stateOf(port).label,
      cell: (port) => <Status {...stateOf(port)} />,
    },
    ...(release
      ? [
          {
            ...{ id: 'actions', header: 'Actions', width: 100 },
            cell: (port: TakenPort) =>
              port.kind === 'reservation' ? (
                <Button
                  size="sm"
                  aria-label={`Release ${port.port}/${port.protocol}`}
                  onClick={() => release(port)}
                >
                  Release
                </Button>
              ) : null,
          },
        ]
      : []),
  ];
}
