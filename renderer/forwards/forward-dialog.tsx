import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';

/** A port as typed; null for what is none. */
const readPort = (text: string): number | null => {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
};

/** Asks for a service and where it shall be found. */
export function ForwardDialog({ onClose }: { onClose: () => void }) {
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const offered = (hosts.data ?? []).filter(({ kind }) => kind === 'ssh');
  const [chosen, setChosen] = useState<string | null>(null);
  const [address, setAddress] = useState('127.0.0.1');
  const [port, setPort] = useState('');
  const [localPort, setLocalPort] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const formId = useId();
  const hostId = chosen ?? offered[0]?.id ?? '';
  const ready = hostId !== '' && address.trim() !== '' && readPort(port) !== null;
  const localWrong = localPort !== '' && (readPort(localPort) ?? 0) < 1024;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = readPort(port);
    if (wanted === null) return;
    setBusy(true);
    setError(null);
    try {
      await client.forwards.open({ hostId, address, port: wanted, localPort: readPort(localPort) });
      onClose();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Forward a port"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={busy} disabled={!ready || localWrong}>
            Forward
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Field
          label="Host"
          help={hosts.data && offered.length === 0 ? 'There is no SSH host yet.' : undefined}
        >
          <Select
            value={hostId}
            onValueChange={setChosen}
            options={offered.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
        <Field label="Address" help="As the host knows it: 127.0.0.1 is the host itself.">
          <TextInput mono value={address} maxLength={255} onChange={(e) => setAddress(e.target.value)} />
        </Field>
        <PortField label="Port" required value={port} onChange={setPort} />
        <PortField
          label="Port on this machine"
          help="Leave empty to use any free port. Only this machine can reach it."
          error={localWrong ? 'A port from 1024 to 65535.' : undefined}
          value={localPort}
          onChange={setLocalPort}
        />
        {error ? <ErrorPanel error={error} title="The port was not forwarded" /> : null}
      </form>
    </Dialog>
  );
}

interface PortFieldProps {
  label: string;
  help?: string;
  error?: string;
  required?: boolean;
  value: string;
  onChange: (value: string) => void;
}

function PortField({ value, onChange, ...field }: PortFieldProps) {
  return (
    <Field {...field}>
      <TextInput
        mono
        inputMode="numeric"
        value={value}
        maxLength={5}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
