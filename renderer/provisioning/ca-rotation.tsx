import { Link, useNavigate } from '@tanstack/react-router';
import { Check, FilePen, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { Rotation } from '../../preload/contract/provisioning';
import { HandoverDialog } from '../kits/handover-offer';
import { useDisabled } from '../projects/use-disabled';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { Section } from '../ui/page';
import { usePrimaryAction } from '../ui/shortcuts';
import { Status } from '../ui/status';
import { DataTable, type TableColumn } from '../ui/table';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';
import { countDone } from './ca-words';

type Entry = Rotation['participants'][number];

interface CaRotationProps {
  projectId: string;
  name: string;
  rotation: Rotation;
}

/** A rotation that is under way: who has a new kit, its end, and the way back. */
export function CaRotation({ projectId, name, rotation }: CaRotationProps) {
  const navigate = useNavigate();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const { participants, startedAt, startedBy, newRunId, oldRunId } = rotation;
  return (
    <Section
      title="Who has the new kit"
      count={participants.length}
      actions={<RotationEnds projectId={projectId} name={name} rotation={rotation} />}
    >
      <p className="text-muted">
        Started <RelativeTime at={startedAt} /> by {startedBy} with{' '}
        <RunLink runId={newRunId}>the run of the new CA</RunLink>. The old CA and{' '}
        <RunLink runId={oldRunId}>its kits</RunLink> are kept until the end. A participant is done when the
        hand-over of its new kit is recorded.
      </p>
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
            <RecordHandover projectId={projectId} chosen={chosen} onDone={() => setSelected(new Set())} />
          )}
          onOpen={({ kitId }) => void navigate({ to: '/kits', search: { project: projectId, kit: kitId } })}
          empty={null}
        />
      </div>
    </Section>
  );
}

interface RecordHandoverProps {
  projectId: string;
  chosen: Entry[];
  onDone: () => void;
}

/** Kits that were carried by hand, or that one person took for several, need not be opened one by one. */
function RecordHandover({ projectId, chosen, onDone }: RecordHandoverProps) {
  const [asking, setAsking] = useState(false);
  const disabled = useDisabled(projectId);
  const kits = chosen.map(({ kitId, participant }) => ({
    ...{ id: kitId, participant },
    disabled: disabled.has(participant),
  }));
  const close = () => {
    setAsking(false);
    void queryClient.invalidateQueries({ queryKey: orpc.provisioning.rotation.key() });
  };
  return (
    <>
      <Button size="sm" icon={FilePen} onClick={() => setAsking(true)}>
        Record hand-over
      </Button>
      {asking ? <HandoverDialog kits={kits} method="" onClose={close} onDone={onDone} /> : null}
    </>
  );
}

function RunLink({ runId, children }: { runId: string; children: string }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} className="rounded-sm text-accent underline">
      {children}
    </Link>
  );
}

function RotationEnds({ projectId, name, rotation }: CaRotationProps) {
  const [asking, setAsking] = useState<'finish' | 'abandon' | null>(null);
  const open = rotation.participants.length - countDone(rotation);
  const close = (next: boolean) => (next ? undefined : setAsking(null));
  usePrimaryAction(() => setAsking('finish'));
  return (
    <>
      {rotation.canAbandon ? (
        <Button icon={Undo2} onClick={() => setAsking('abandon')}>
          Back to the old CA
        </Button>
      ) : null}
      <Button variant={open === 0 ? 'primary' : 'secondary'} icon={Check} onClick={() => setAsking('finish')}>
        Finish rotation
      </Button>
      <ConfirmDialog
        open={asking === 'finish'}
        onOpenChange={close}
        title="Finish the rotation?"
        confirmLabel="Finish rotation"
        danger={open > 0}
        typeName={open > 0 ? name : undefined}
        onConfirm={async () => {
          await client.provisioning.finishRotation({ projectId, acceptOpen: open > 0 });
          toast.success('The rotation is finished. The old CA is removed.');
        }}
      >
        {open > 0
          ? `${open} of ${rotation.participants.length} have no recorded hand-over of their new kit, and cannot connect without it. `
          : null}
        The old CA is removed for good. Kits that it signed cannot be used with the new server.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'abandon'}
        onOpenChange={close}
        title="Go back to the old CA?"
        confirmLabel="Go back"
        danger
        onConfirm={async () => {
          await client.provisioning.abandonRotation({ projectId });
          toast.success('The old CA and its kits are the current ones again.');
        }}
      >
        The new CA and all kits that it signed are removed. The kits of before become the current ones again.
      </ConfirmDialog>
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
