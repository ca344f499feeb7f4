import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Repair, RepairPlan } from '../../preload/contract/container-create';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { Progress } from '../ui/progress';
import { toast } from '../ui/toast';
import type { ContainerRow } from './host-view';
import { readRepair, type RepairDraft, RepairFields, toDraft } from './repair-fields';
import { repairPlanQuery } from './start-problem';

interface RepairDialogProps {
  row: ContainerRow;
  onClose: () => void;
  /** It asks before it does. */
  onRemove: () => void;
}

/** The ways out for a container that did not start: another one in its place, once more, or away with it. */
export function RepairDialog({ row, onClose, onRemove }: RepairDialogProps) {
  // As it was when it was opened: what is typed is about that.
  const [opened] = useState(row);
  const plan = useQuery({ ...repairPlanQuery(opened), refetchOnWindowFocus: false });
  const [typed, setDraft] = useState<RepairDraft | null>(null);
  const draft = typed ?? (plan.data ? toDraft(plan.data) : null);
  const change = plan.data && draft ? readRepair(plan.data, draft) : null;
  const of = { hostId: opened.hostId, containerId: opened.id };
  const done = (word: string) => () => {
    toast.success(`${word} "${opened.name}"`);
    onClose();
  };
  const repair = useMutation({
    mutationFn: (wanted: Repair) => client.containerCreate.repair({ ...of, change: wanted }),
    onSuccess: done('Recreated and started'),
    onError: () => void plan.refetch(),
  });
  const start = useMutation({
    mutationFn: () => client.containers.act({ ...of, action: 'start' }),
    onSuccess: done('Started'),
  });
  const busy = repair.isPending || start.isPending;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Repair "${opened.name}"`}
      description="Ports and devices of a container cannot be changed. Fedwright makes a new container in its place."
      footer={
        <>
          <Button variant="danger" className="mr-auto" disabled={busy} onClick={onRemove}>
            Remove
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button busy={start.isPending} disabled={busy} onClick={() => start.mutate()}>
            Try to start again
          </Button>
          <Button
            variant="primary"
            busy={repair.isPending}
            disabled={busy || !change || plan.data?.obstacle !== null}
            onClick={() => change && repair.mutate(change)}
          >
            Recreate and start
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {plan.isPending ? <Progress value={null} label="Looking what is in the way" /> : null}
        {plan.error ? <ErrorPanel error={plan.error} onRetry={() => void plan.refetch()} /> : null}
        {plan.data && !repair.error && !start.error ? <Why plan={plan.data} /> : null}
        {repair.error ? <ErrorPanel error={repair.error} title="It was not recreated" /> : null}
        {start.error && !repair.error ? <ErrorPanel error={start.error} title="It did not start" /> : null}
        {plan.data && draft && plan.data.obstacle === null ? (
          <RepairFields plan={plan.data} draft={draft} onChange={setDraft} />
        ) : null}
      </div>
    </Dialog>
  );
}

function Why({ plan: { message, hint, obstacle } }: { plan: RepairPlan }) {
  return (
    <>
      <Callout tone="failed" title={message}>
        {hint}
      </Callout>
      {obstacle ? (
        <Callout tone="attention" title={obstacle.message}>
          {obstacle.hint}
        </Callout>
      ) : null}
    </>
  );
}
