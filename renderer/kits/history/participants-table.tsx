import { CircleSlash } from 'lucide-react';
import { useState } from 'react';
import type { ParticipantKits } from '../../../preload/contract/kit-history';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty';
import { Status } from '../../ui/status';
import { DataTable, type TableColumn } from '../../ui/table';
import { Expiry } from '../../ui/time';
import { HeldCell, HeldFilter } from '../held-cell';
import { heldState, type HeldState, heldWords } from '../held-words';
import { typeWords } from '../kit-words';
import { DisableDialog } from './disable-dialog';
import { mayLeave } from './participation';

interface ParticipantsTableProps {
  projectId: string;
  participants: ParticipantKits[];
  activeId: string | null;
  onOpen: (participant: string) => void;
}

/** Everyone who ever had a kit, those of former participants included. */
export function ParticipantsTable({ projectId, participants, activeId, onOpen }: ParticipantsTableProps) {
  const [held, setHeld] = useState<HeldState | null>(null);
  const [selected, setSelected] = useState<Set<string>>(new Set());
  const rows = held === null ? participants : participants.filter((one) => heldState(one.held) === held);
  return (
    <DataTable
      label="Participants with kits"
      csvName="kit-history"
      initialSort={{ column: 'participant', direction: 'ascending' }}
      rows={rows}
      total={participants.length}
      keepToolbar={participants.length > 0}
      columns={columns}
      rowId={({ participant }) => participant}
      activeId={activeId}
      onOpen={({ participant }) => onOpen(participant)}
      selected={selected}
      onSelectedChange={setSelected}
      bulk={(chosen) => <DisableMany projectId={projectId} chosen={chosen} />}
      toolbar={<HeldFilter rows={participants} value={held} onChange={setHeld} />}
      empty={
        <EmptyState title="No kits yet">
          Each run of provisioning adds its kits here, and they stay when the run is cleaned up.
        </EmptyState>
      }
    />
  );
}

/** Takes several out of what comes; those of the selection that stay are not counted. */
function DisableMany({ projectId, chosen }: { projectId: string; chosen: ParticipantKits[] }) {
  const [asked, setAsked] = useState<ParticipantKits[]>([]);
  const leaving = chosen.filter(mayLeave);
  return (
    <>
      <Button size="sm" icon={CircleSlash} disabled={leaving.length === 0} onClick={() => setAsked(leaving)}>
        Disable {leaving.length}
      </Button>
      {asked.length > 0 ? (
        <DisableDialog projectId={projectId} participants={asked} onClose={() => setAsked([])} />
      ) : null}
    </>
  );
}

const describeParticipant = ({ disabled, current }: ParticipantKits): string =>
  disabled ? 'Disabled' : current ? 'Active' : 'Left out';

const columns: TableColumn<ParticipantKits>[] = [
  {
    id: 'participant',
    header: 'Participant',
    cell: ({ participant }) => <span className="font-medium">{participant}</span>,
    sortValue: ({ participant }) => participant,
    width: '3fr',
  },
  {
    id: 'type',
    header: 'Type',
    cell: ({ type }) => typeWords[type],
    sortValue: ({ type }) => typeWords[type],
    width: 80,
    hideBelow: 640,
  },
  {
    id: 'state',
    header: 'State',
    cell: (one) => {
      const label = describeParticipant(one);
      return <Status state={one.disabled ? 'attention' : one.current ? 'ok' : 'off'} label={label} />;
    },
    sortValue: describeParticipant,
    width: 130,
  },
  {
    id: 'held',
    header: 'Handed over',
    cell: (one) => <HeldCell held={one.held} />,
    sortValue: (one) => heldWords[heldState(one.held)].label,
    width: 170,
  },
  {
    id: 'recipient',
    header: 'To',
    cell: ({ held }) => held?.recipient ?? '',
    sortValue: ({ held }) => held?.recipient ?? '',
    width: '2fr',
    hideBelow: 900,
  },
  {
    id: 'receipt',
    header: 'Receipt',
    cell: ({ held }) => (held ? held.confirmed ? 'Confirmed' : <span className="text-faint">No</span> : ''),
    sortValue: ({ held }) => (held ? (held.confirmed ? 'Confirmed' : 'No') : ''),
    width: 100,
    hideBelow: 760,
  },
  {
    id: 'kits',
    header: 'Kits',
    cell: ({ kits, runNumber }) => (
      <>
        {kits}
        <span className="text-faint">, newest of run {runNumber}</span>
      </>
    ),
    sortValue: ({ kits }) => kits,
    width: 160,
    hideBelow: 1040,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ notAfter }) => <Expiry at={notAfter} />,
    sortValue: ({ notAfter }) => notAfter,
    width: 130,
    hideBelow: 560,
  },
];
