import { useMutation } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Workspace } from '../../preload/contract/workspaces';
import { client } from '../rpc/client';
import { Button, IconButton } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Select, TextInput } from '../ui/field';
import { refreshWorkspaces } from './refresh-workspaces';

interface WorkspaceRowProps {
  workspace: Workspace;
  others: Workspace[];
}

/** One workspace: its name, how much is in it, and what can be done with it. */
export function WorkspaceRow({ workspace, others }: WorkspaceRowProps) {
  const [doing, setDoing] = useState<'rename' | 'remove' | null>(null);
  const { name, projects } = workspace;
  const done = () => setDoing(null);
  if (doing === 'rename') return <RenameForm workspace={workspace} onDone={done} />;
  if (doing === 'remove') return <RemoveForm workspace={workspace} others={others} onDone={done} />;
  return (
    <div className="flex items-center gap-2 py-1.5 pr-1.5 pl-3">
      <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
      <span className="tabular text-sm text-muted">{countOf(projects)}</span>
      <IconButton size="sm" icon={Pencil} label={`Rename ${name}`} onClick={() => setDoing('rename')} />
      {others.length > 0 ? (
        <IconButton size="sm" icon={Trash2} label={`Delete ${name}`} onClick={() => setDoing('remove')} />
      ) : null}
    </div>
  );
}

const countOf = (projects: number): string => (projects === 1 ? '1 project' : `${projects} projects`);

interface FormProps {
  workspace: Workspace;
  onDone: () => void;
}

function RenameForm({ workspace, onDone }: FormProps) {
  const [name, setName] = useState(workspace.name);
  const rename = useMutation({
    mutationFn: () => client.workspaces.rename({ workspaceId: workspace.id, name: name.trim() }),
    onSuccess: async () => {
      await refreshWorkspaces();
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') rename.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 p-2">
      <div className="flex items-center gap-2">
        <TextInput
          autoFocus
          aria-label={`New name of ${workspace.name}`}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" busy={rename.isPending} disabled={name.trim() === ''}>
          Rename
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
      {rename.error ? <ErrorPanel error={rename.error} title="The name stays as it was" /> : null}
    </form>
  );
}

function RemoveForm({ workspace, others, onDone }: FormProps & { others: Workspace[] }) {
  const { id, name, projects } = workspace;
  const [target, setTarget] = useState(others[0]?.id ?? '');
  const remove = useMutation({
    mutationFn: () => client.workspaces.remove({ workspaceId: id, moveTo: projects > 0 ? target : null }),
    onSuccess: refreshWorkspaces,
  });
  return (
    <div className="flex flex-col gap-2 p-3">
      <p className="text-muted">
        {projects === 0
          ? `${name} is empty. Only the workspace goes.`
          : `Only the workspace goes. Its ${countOf(projects)}, archived ones too, stay as they are and go to:`}
      </p>
      <div className="flex items-center gap-2">
        {projects > 0 ? (
          <Select
            aria-label={`Where the projects of ${name} go`}
            className="min-w-0 flex-1"
            value={target}
            onValueChange={setTarget}
            options={others.map((other) => ({ value: other.id, label: other.name }))}
          />
        ) : null}
        <Button variant="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
          {projects > 0 ? 'Move projects and delete' : 'Delete workspace'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
      {remove.error ? <ErrorPanel error={remove.error} title="The workspace was not deleted" /> : null}
    </div>
  );
}
