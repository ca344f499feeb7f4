import { type ReactNode, useRef } from 'react';
import type { Task } from '../../preload/contract/tasks';
import type { BackupDescription } from '../../preload/contract/upkeep';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Dialog } from '../ui/dialog';
import { formatExact } from '../ui/format';
import { TaskProgress } from './task-progress';

interface RestoreConfirmProps {
  description: BackupDescription;
  /** The restore is being got ready. */
  working: boolean;
  task: Task | undefined;
  onClose: () => void;
  onConfirm: () => Promise<void>;
}

/** Names what comes back and what goes, and asks. */
export function RestoreConfirm({ description, working, task, onClose, onConfirm }: RestoreConfirmProps) {
  const begun = useRef(false);
  if (working)
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title="Restore a backup">
        <TaskProgress task={task} label="Getting the backup ready" />
      </Dialog>
    );
  return (
    <ConfirmDialog
      open
      // Once it is begun, what follows is shown above.
      onOpenChange={(open) => !open && !begun.current && onClose()}
      title="Replace what is here with this backup"
      confirmLabel="Restore"
      danger
      onConfirm={async () => {
        await onConfirm();
        begun.current = true;
      }}
    >
      <Explanation description={description} />
    </ConfirmDialog>
  );
}

function Explanation({ description }: { description: BackupDescription }) {
  const { projects, others, losses, madeAt, version, withKits } = description;
  return (
    <div className="flex flex-col gap-3">
      <p>
        Made {formatExact(madeAt)} by Fedwright {version}.
      </p>
      <Group title="Comes back">
        {projects.length === 0 ? <li>No project: it is empty.</li> : null}
        {projects.map((project) => (
          <li key={project.id}>
            <span className="text-ink">{project.name}</span> {describeRun(project)}
          </li>
        ))}
        {others.map(({ kind, name }, index) => (
          // Two requests may have the same name.
          <li key={`${index} ${kind} ${name}`}>
            {otherWords[kind]} <span className="text-ink">{name}</span>
          </li>
        ))}
        {withKits ? <li>All kits that were current then.</li> : null}
        <li>The settings and the audit trail of then.</li>
      </Group>
      <Group title="Is lost">
        {losses.map(({ project, what }, index) => (
          // Two requests may have the same name.
          <li key={`${index} ${project} ${what}`}>
            <span className="text-ink">{project}</span>: {what}
          </li>
        ))}
        <li>What the audit trail says since then, hand-overs included.</li>
      </Group>
      <p>
        Kits already on this disk stay there. A backup of what is here is made first. Nothing changes before
        Fedwright is started again.
      </p>
    </div>
  );
}

const otherWords: Record<BackupDescription['others'][number]['kind'], string> = {
  authority: 'The CA for signing of',
  request: 'The request with its key:',
  template: 'The template',
  workspace: 'The workspace',
};

function describeRun({ run, hasCa }: BackupDescription['projects'][number]): string {
  if (run === null) return 'without a run';
  return hasCa ? `with the CA and keys of run ${run}` : `as of run ${run}, without its CA`;
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="text-sm font-medium text-ink">{title}</h3>
      <ul className="max-h-40 list-disc overflow-y-auto pl-4" tabIndex={0}>
        {children}
      </ul>
    </div>
  );
}
