import type { ProjectSummary } from '../../preload/contract/projects';
import { ConfirmDialog } from '../ui/dialog';
import { useProjectActions } from './use-project-actions';

interface RemoveDialogProps {
  project: Pick<ProjectSummary, 'id' | 'name' | 'lastRun'> | null;
  onClose: () => void;
  onRemoved?: () => void;
}

/** Asks for the name of a project before it goes, and says what goes with it and what stays. */
export function RemoveDialog({ project, onClose, onRemoved }: RemoveDialogProps) {
  const { remove } = useProjectActions();
  if (!project) return null;
  const confirm = async () => {
    await remove(project);
    onRemoved?.();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${project.name}`}
      confirmLabel="Delete project"
      danger
      typeName={project.name}
      onConfirm={confirm}
    >
      <RemoveConsequences hasRuns={project.lastRun !== null} />
    </ConfirmDialog>
  );
}

function RemoveConsequences({ hasRuns }: { hasRuns: boolean }) {
  if (!hasRuns)
    return <p>The project goes for good. It was never provisioned, so no startup kits are lost.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p>
        This destroys the project, all its runs with their logs, the startup kits in them, and its CA with
        every private key. No further kit that fits the present ones can be issued afterwards.
      </p>
      <p>
        What stays: kits that were exported or handed over keep working until their certificates expire, and
        the audit trail keeps its rows.
      </p>
    </div>
  );
}
