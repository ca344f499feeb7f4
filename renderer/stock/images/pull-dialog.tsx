import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Host } from '../../../preload/contract/hosts';
import { client, orpc } from '../../rpc/client';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorPanel } from '../../ui/error';
import { Checkbox, Field, Select, TextInput } from '../../ui/field';

interface PullDialogProps {
  hosts: Host[];
  hostId: string | null;
  onClose: () => void;
  onLogins: () => void;
}

/** Has one or all of the hosts fetch an image; each is a task of its own in the tray. */
export function PullDialog({ hosts, hostId, onClose, onLogins }: PullDialogProps) {
  const formId = useId();
  const [reference, setReference] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set([hostId ?? hosts[0]?.id ?? '']));
  const logins = useQuery(orpc.registries.list.queryOptions());
  const pull = useMutation({
    mutationFn: async () => {
      for (const id of chosen) await client.images.pull({ hostId: id, reference });
    },
    onSuccess: onClose,
  });
  const registry = reference.includes('/') ? (reference.split('/')[0] ?? '') : '';
  const login = logins.data?.find(
    (each) => each.registry === (/[.:]/.test(registry) ? registry : 'docker.io'),
  );
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reference.trim() !== '' && chosen.size > 0) pull.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Pull an image"
      description="The host fetches it from the registry by itself."
      footer={
        <>
          <Button variant="ghost" className="mr-auto" onClick={onLogins}>
            Logins for registries
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={pull.isPending}
            disabled={reference.trim() === '' || chosen.size === 0}
          >
            Pull
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Field
          label="Image"
          required
          help={
            login
              ? `Logs in to ${login.registry} as ${login.username}.`
              : 'Such as python:3.12 or registry.example.org/team/site:1. Without a tag it is latest.'
          }
        >
          <TextInput
            mono
            autoFocus
            maxLength={512}
            value={reference}
            onChange={(event) => setReference(event.target.value)}
          />
        </Field>
        {hosts.length > 1 ? (
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 text-sm font-medium text-muted">Hosts</legend>
            {hosts.map(({ id, name }) => (
              <Checkbox key={id} checked={chosen.has(id)} onCheckedChange={() => toggle(id)} label={name} />
            ))}
          </fieldset>
        ) : null}
        {pull.error ? <ErrorPanel error={pull.error} title="The pull was not started" /> : null}
      </form>
    </Dialog>
  );
}

interface LoadDialogProps {
  hosts: Host[];
  /** To begin with. */
  hostId: string | null;
  onClose: () => void;
  onChosen: (hostId: string) => void;
}

/** Asks which of several hosts is to get the images of a tar. */
export function LoadDialog({ hosts, hostId: first, onClose, onChosen }: LoadDialogProps) {
  const [hostId, setHostId] = useState(first ?? hosts[0]?.id ?? '');
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title="Load images from a tar"
      description="A tar that was saved here or with docker save, compressed or not."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => onChosen(hostId)}>
            Choose file
          </Button>
        </>
      }
    >
      <Field label="Host">
        <Select
          value={hostId}
          onValueChange={setHostId}
          options={hosts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Field>
    </Dialog>
  );
}
