import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Engine } from '../../preload/contract/containers';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { toast } from '../ui/toast';
import type { ContainerRow } from './host-view';

const megabyte = 1e6;
/** Less is refused by the engine: 6 MiB. */
const leastMb = 7;

interface LimitsDialogProps {
  row: ContainerRow;
  engine: Engine | null;
  onClose: () => void;
}

/** CPU and memory of a container that may run on meanwhile. */
export function LimitsDialog({ row, engine, onClose }: LimitsDialogProps) {
  const { limits } = row;
  const [cpus, setCpus] = useState(limits?.cpus ? String(limits.cpus) : '');
  const [memory, setMemory] = useState(
    limits?.memoryBytes ? String(Math.round(limits.memoryBytes / megabyte)) : '',
  );
  const change = useMutation(
    orpc.containers.setLimits.mutationOptions({
      onSuccess: () => {
        toast.success(`Changed the limits of "${row.name}"`);
        onClose();
      },
    }),
  );
  const cores = readLimit(cpus, 0.01, engine?.cpus ?? Infinity, 'cores');
  const mb = readLimit(memory, leastMb, Math.floor((engine?.memoryBytes ?? Infinity) / megabyte), 'MB');
  const nothing = cores.value === null && mb.value === null;
  const save = () =>
    change.mutate({
      ...{ hostId: row.hostId, containerId: row.id, cpus: cores.value },
      memoryBytes: mb.value === null ? null : Math.round(mb.value * megabyte),
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={`Limits of "${row.name}"`}
      description="They hold at once, without a restart. A limit can be changed, not taken away."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={change.isPending}
            disabled={nothing || Boolean(cores.error ?? mb.error)}
            onClick={save}
          >
            Change limits
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {change.error ? <ErrorPanel error={change.error} /> : null}
        <Field label="CPU" unit="cores" error={cores.error} help={hostHas(engine && `${engine.cpus} cores`)}>
          <TextInput inputMode="decimal" value={cpus} onChange={(event) => setCpus(event.target.value)} />
        </Field>
        <Field
          label="Memory"
          unit="MB"
          error={mb.error}
          help={hostHas(engine && `${Math.floor(engine.memoryBytes / megabyte)} MB`)}
        >
          <TextInput inputMode="numeric" value={memory} onChange={(event) => setMemory(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

const hostHas = (what: string | null): string =>
  what === null ? 'Empty leaves it as it is.' : `The host has ${what}. Empty leaves it as it is.`;

/** A number between the two, null for nothing, or what is wrong with it. */
function readLimit(typed: string, least: number, most: number, unit: string) {
  if (typed.trim() === '') return { value: null };
  const value = Number(typed.trim().replace(',', '.'));
  if (!Number.isFinite(value) || value < least) return { value: null, error: `At least ${least} ${unit}.` };
  if (value > most) return { value: null, error: `The host has ${most} ${unit}.` };
  return { value };
}
