import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';

const fits = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$/.test(name);

/** Keeps a value in the keychain under a name. One that has the name gives way. */
export function SecretDialog({ onClose, onKept }: { onClose: () => void; onKept: (name: string) => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const formId = useId();
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: () => client.containerCreate.setSecret({ name, value }),
    onSuccess: (all) => {
      queries.setQueryData(orpc.containerCreate.secrets.queryKey(), all);
      onKept(name);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fits(name) && value !== '') keep.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title="Add secret"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={keep.isPending}
            disabled={!fits(name) || value === ''}
          >
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
        <Field
          label="Name"
          help="Containers choose it by this name. A secret of the same name is replaced."
          error={name === '' || fits(name) ? undefined : 'Letters, digits, dots, dashes and underscores.'}
        >
          <TextInput
            autoFocus
            value={name}
            maxLength={64}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Value" help="It is stored in the keychain of the machine that runs Fedwright.">
          <TextInput
            type="password"
            autoComplete="off"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        </Field>
        {keep.error ? <ErrorPanel error={keep.error} title="It was not saved" /> : null}
      </form>
    </Dialog>
  );
}
