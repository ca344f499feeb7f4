import { useState } from 'react';
import type { ProjectSummary } from '../../preload/contract/projects';
import { client } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { useWorkspaces } from '../rpc/workspace-view';
import { ConfirmDialog } from '../ui/dialog';
import { Field, Select } from '../ui/field';
import { toast } from '../ui/toast';

interface MoveDialogProps {
  project: Pick<ProjectSummary, 'id' | 'name' | 'workspaceId'>;
  onClose: () => void;
}

/** Puts a project into another workspace. */
export function MoveDialog({ project, onClose }: MoveDialogProps) {
  const { id, name, workspaceId } = project;
  const others = (useWorkspaces().data ?? []).filter((workspace) => workspace.id !== workspaceId);
  const [chosen, setChosen] = useState('');
  const target = others.find((workspace) => workspace.id === chosen) ?? others[0];
  const put = async (where: string) => {
    await client.workspaces.moveProjects({ workspaceId: where, projectIds: [id] });
    await queryClient.invalidateQueries();
  };
  const move = async () => {
    if (!target) return;
    await put(target.id);
    toast.success(`${name} is in ${target.name} now.`, {
      action: { label: 'Undo', onClick: () => void put(workspaceId).catch((error) => toast.error(error)) },
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Move ${name}`}
      confirmLabel="Move project"
      onConfirm={move}
    >
      <div className="flex flex-col gap-3">
        <p>Its runs, kits and CA go with it. Nothing about them changes.</p>
        <Field label="Workspace">
          <Select
            value={target?.id ?? ''}
            onValueChange={setChosen}
            options={others.map((workspace) => ({ value: workspace.id, label: workspace.name }))}
          />
        </Field>
      </div>
    </ConfirmDialog>
  );
}
