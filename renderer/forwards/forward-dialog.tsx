import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client, orpc } from '../rpc/client';
import { HostWayOut } from '../shell/host-way-out';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import { goToFirstFault } from '../ui/first-fault';

/** A port as typed; null for what is none. */
const readPort = (text: string): number | null => {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
};

interface Faults {
  address: string | undefined;
  port: string | undefined;
  local: string | undefined;
}
const none: Faults = { address: undefined, port: undefined, local: undefined };

const faultsOf = (typed: { address: string; port: string; localPort: string }): Faults => ({
  address: /^[\w.:-]+$/.test(typed.address.trim()) ? undefined : 'Enter a host name or an IP address alone.',
  port: readPort(typed.port) === null ? 'Enter a number from 1 to 65535.' : undefined,
  local:
    typed.localPort !== '' && (readPort(typed.localPort) ?? 0) < 1024
      ? 'A port from 1024 to 65535.'
      : undefined,
});

/** Asks for a service and where it shall be found. */
export function ForwardDialog({ onClose }: { onClose: () => void }) {
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const offered = (hosts.data ?? []).filter(({ kind }) => kind === 'ssh');
  const [chosen, setChosen] = useState<string | null>(null);
  const [address, setAddress] = useState('127.0.0.1');
  const [port, setPort] = useState('');
  const [localPort, setLocalPort] = useState('');
  const [tried, setTried] = useState(false);
  const formId = useId();
  const hostId = chosen ?? offered[0]?.id ?? '';
  const faults = faultsOf({ address, port, localPort });
  const shown = tried ? faults : { ...none, local: faults.local };
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      client.forwards.open({ hostId, address, port: Number(port), localPort: readPort(localPort) }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (Object.values(faults).some(Boolean)) goToFirstFault(event.currentTarget, () => setTried(true));
    else mutate();
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
          <Button type="submit" form={formId} variant="primary" busy={isPending} disabled={hostId === ''}>
            Forward
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
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
        <Field
          label="Address"
          help="As the host knows it: 127.0.0.1 is the host itself."
          error={shown.address}
        >
          <TextInput mono value={address} maxLength={255} onChange={(e) => setAddress(e.target.value)} />
        </Field>
        <PortField label="Port" required error={shown.port} value={port} onChange={setPort} />
        <PortField
          label="Port on this machine"
          help="Leave empty to use any free port. Only this machine can reach it."
          error={shown.local}
          value={localPort}
          onChange={setLocalPort}
        />
        {error ? (
          <ErrorPanel
            error={error}
            title="The port was not forwarded"
            action={<HostWayOut error={error} hostId={hostId} />}
          />
        ) : null}
      </form>
    </Dialog>
  );
}

interface PortFieldProps {
  label: string;
  help?: string;
  error?: string | undefined;
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
