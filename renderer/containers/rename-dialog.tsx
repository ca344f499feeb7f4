import { useState } from 'react';
import { orpc } from '../rpc/client';
import { useMutation } from '@tanstack/react-query';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import type { ContainerRow } from './host-view';

/** As an engine takes them. */
const fits = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,127}$/.test(name);

export function RenameDialog({ row, onClose }: { row: ContainerRow; onClose: () => void }) {
  const [name, setName] = useState(row.name);
  const rename = useMutation(orpc.containers.rename.mutationOptions({ onSuccess: onClose }));
  const wrong = name !== '' && !fits(name);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={`Rename "${row.name}"`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={rename.isPending}
            disabled={!fits(name) || name === row.name}
            onClick={() => rename.mutate({ hostId: row.hostId, containerId: row.id, name })}
          >
            Rename
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {rename.error ? <ErrorPanel error={rename.error} /> : null}
        <Field
          label="Name"
          error={
            wrong
              ? 'At least two letters, digits, dots, dashes or underscores; a letter or digit first.'
              : undefined
          }
        >
          <TextInput value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
