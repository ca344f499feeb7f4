import { useNavigate } from '@tanstack/react-router';
import { FileLock2, FilePen } from 'lucide-react';
import { useState } from 'react';
import type { Rotation } from '../../preload/contract/provisioning';
import { ExportDialog } from '../kits/export-dialog';
import { HandoverDialog } from '../kits/handover-offer';
import { type LeavingKit, useZipExport } from '../kits/use-export';
import { useDisabled } from '../projects/use-disabled';
import { Button } from '../ui/button';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';

type Entry = Rotation['participants'][number];

interface NewKitsProps {
  projectId: string;
  /** Of the project. */
  name: string;
  participants: Entry[];
}

/** Who has a kit with the new CA; those that are chosen leave in a protected zip, or are recorded. */
export function NewKits({ projectId, name, participants }: NewKitsProps) {
  const navigate = useNavigate();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const disabled = useDisabled(projectId);
  const zip = useZipExport();
  const toKits = (chosen: Entry[]): LeavingKit[] =>
    chosen.map(({ kitId, participant }) => ({
      ...{ id: kitId, participant, projectName: name },
      disabled: disabled.has(participant),
    }));
  return (
    <div className="flex max-h-[60vh] min-h-0 flex-col">
      <DataTable
        label="New kits"
        rows={participants}
        columns={columns}
        rowId={({ kitId }) => kitId}
        noFilter={participants.length < 12}
        selected={selected}
        onSelectedChange={setSelected}
        bulk={(chosen) => (
          <>
            <Button
              size="sm"
              icon={FileLock2}
              busy={zip.isPending}
              onClick={() => zip.mutate(toKits(chosen))}
            >
              Protected zip
            </Button>
            <RecordHandover kits={toKits(chosen)} onDone={() => setSelected(new Set())} />
          </>
        )}
        onOpen={({ kitId }) => void navigate({ to: '/kits', search: { project: projectId, kit: kitId } })}
        empty={null}
      />
      {zip.data ? <ExportDialog done={zip.data} onClose={() => zip.reset()} /> : null}
    </div>
  );
}

/** Kits that were carried by hand, or that one person took for several, need not be opened one by one. */
function RecordHandover({ kits, onDone }: { kits: LeavingKit[]; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="sm" icon={FilePen} onClick={() => setAsking(true)}>
        Record hand-over
      </Button>
      {asking ? (
        <HandoverDialog kits={kits} method="" onClose={() => setAsking(false)} onDone={onDone} />
      ) : null}
    </>
  );
}

const types: Record<string, string> = { server: 'Server', client: 'Site', relay: 'Relay', admin: 'Admin' };

const columns: TableColumn<Entry>[] = [
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
    cell: ({ type }) => types[type] ?? type,
    sortValue: ({ type }) => type,
    width: 90,
  },
  {
    id: 'state',
    header: 'New kit',
    cell: ({ handedAt }) =>
      handedAt === null ? (
        <Status state="attention" label="To hand over" />
      ) : (
        <Status state="ok" label="Done" detail={<RelativeTime at={handedAt} />} />
      ),
    sortValue: ({ handedAt }) => handedAt ?? 0,
    width: '3fr',
  },
];
