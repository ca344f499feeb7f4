import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { refreshWorkspaces } from './refresh-workspaces';
import { WorkspaceRow } from './workspace-row';
import { useWorkspaces, viewWorkspace } from '../rpc/workspace-view';

/** Every workspace with its name, and a line for one more. */
export function WorkspacesDialog({ onClose }: { onClose: () => void }) {
  const { data: workspaces = [], error, refetch } = useWorkspaces();
  return (
    <Dialog
      open
      onOpenChange={(next) => !next && onClose()}
      title="Workspaces"
      description="Each project belongs to one workspace. Lists show the chosen workspace; conflicts are checked across all."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className="flex flex-col gap-4">
        {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : null}
        <ul className="flex flex-col rounded border border-line" aria-label="Workspaces">
          {workspaces.map((workspace) => (
            <li key={workspace.id} className="border-b border-line last:border-b-0">
              <WorkspaceRow
                workspace={workspace}
                others={workspaces.filter(({ id }) => id !== workspace.id)}
              />
            </li>
          ))}
        </ul>
        <NewWorkspace />
      </div>
    </Dialog>
  );
}

function NewWorkspace() {
  const formId = useId();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => client.workspaces.create({ name: name.trim() }),
    onSuccess: async ({ id }) => {
      setName('');
      await refreshWorkspaces();
      viewWorkspace(id);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') create.mutate();
  };
  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-3">
      <div className="flex items-end gap-2">
        <Field label="New workspace" className="flex-1">
          <TextInput
            value={name}
            maxLength={60}
            placeholder="As in Lung consortium"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Button type="submit" icon={Plus} busy={create.isPending} disabled={name.trim() === ''}>
          Create workspace
        </Button>
      </div>
      {create.error ? <ErrorPanel error={create.error} title="The workspace was not created" /> : null}
    </form>
  );
}
