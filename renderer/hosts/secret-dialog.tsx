import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { client } from '../rpc/client';
import { refreshHosts } from '../rpc/hosts';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';

export type SecretKind = 'password' | 'passphrase';

interface SecretDialogProps {
  host: Host;
  kind: SecretKind;
  onClose: () => void;
  onKept: () => void;
}

/** Asks for what a login needs, keeps it, and connects. */
export function SecretDialog({ host, kind, onClose, onKept }: SecretDialogProps) {
  const formId = useId();
  const [value, setValue] = useState('');
  const keep = useMutation({
    mutationFn: async () => {
      await client.hosts.setSecret({ hostId: host.id, kind, value });
      await refreshHosts();
    },
    onSuccess: onKept,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value !== '') keep.mutate();
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={`Log in to ${host.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={keep.isPending} disabled={value === ''}>
            Keep and connect
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Field
          label={kind === 'password' ? `Password of ${host.username}` : 'Passphrase of the key'}
          help="It is kept in the keychain of the machine that runs Fedwright."
        >
          <TextInput
            type="password"
            autoFocus
            autoComplete="off"
            maxLength={4096}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        {keep.error ? <ErrorPanel error={keep.error} title="It was not kept" /> : null}
      </form>
    </Dialog>
  );
}
