import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';

interface ReserveDialogProps {
  hostId: string;
  onClose: () => void;
  onReserved: () => void;
}

const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** Keeps a port from being given out. */
export function ReserveDialog({ hostId, onClose, onReserved }: ReserveDialogProps) {
  const [port, setPort] = useState('');
  const [protocol, setProtocol] = useState<'tcp' | 'udp'>('tcp');
  const [purpose, setPurpose] = useState('');
  const formId = useId();
  const ready = isPort(port) && purpose.trim() !== '';
  const keep = useMutation({
    mutationFn: () => client.hostPorts.reserve({ hostId, port: Number(port), protocol, purpose }),
    onSuccess: onReserved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) keep.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Reserve a port"
      description="Fedwright then gives it to nothing else. Other programs of the host can still take it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={keep.isPending} disabled={!ready}>
            Reserve
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-3">
          <Field label="Port" error={port === '' || isPort(port) ? undefined : 'A port from 1 to 65535.'}>
            <TextInput
              mono
              autoFocus
              inputMode="numeric"
              maxLength={5}
              value={port}
              onChange={(event) => setPort(event.target.value)}
            />
          </Field>
          <Field label="Protocol">
            <Select
              value={protocol}
              onValueChange={(value) => setProtocol(value === 'udp' ? 'udp' : 'tcp')}
              options={[
                { value: 'tcp', label: 'TCP' },
                { value: 'udp', label: 'UDP' },
              ]}
            />
          </Field>
        </div>
        <Field label="What for" help="Whoever wants the port is told this.">
          <TextInput value={purpose} maxLength={120} onChange={(event) => setPurpose(event.target.value)} />
        </Field>
        {keep.error ? <ErrorPanel error={keep.error} title="It was not reserved" /> : null}
      </form>
    </Dialog>
  );
}
