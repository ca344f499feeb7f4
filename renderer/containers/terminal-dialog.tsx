import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import type { ContainerShellChoice } from '../../preload/contract/terminals';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field, Select, TextInput } from '../ui/field';
import type { ContainerRow } from './host-view';

const shells: { value: ContainerShellChoice; label: string }[] = [
  { value: 'auto', label: 'bash where there is one' },
  { value: 'bash', label: 'bash' },
  { value: 'sh', label: 'sh' },
];
const fits = (user: string): boolean => /^([\w.-]+(:[\w.-]+)?)?$/.test(user) && user.length <= 64;

/** Asks which shell to open in a container, and as whom. */
export function TerminalDialog({ row, onClose }: { row: ContainerRow; onClose: () => void }) {
  const [shell, setShell] = useState<ContainerShellChoice>('auto');
  const [user, setUser] = useState('');
  const navigate = useNavigate();
  const formId = useId();
  const open = (event: FormEvent) => {
    event.preventDefault();
    const search = { host: row.hostId, container: row.id, name: row.name, shell };
    void navigate({ to: '/terminals', search: { ...search, ...(user !== '' && { user }) } });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="sm"
      title={`Terminal in "${row.name}"`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={!fits(user)}>
            Open terminal
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={open} className="flex flex-col gap-3">
        <Field label="Shell">
          <Select
            value={shell}
            onValueChange={(next) => setShell(shells.find(({ value }) => value === next)?.value ?? 'auto')}
            options={shells}
          />
        </Field>
        <Field
          label="User"
          help="Leave empty for the user that the container runs as."
          error={fits(user) ? undefined : 'A name or number, or user:group.'}
        >
          <TextInput mono value={user} placeholder="root" onChange={(event) => setUser(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
