import { Link } from '@tanstack/react-router';
import { Button } from '../ui/button';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { progressOf, useTaskStore } from '../shell/task-store';
import { stageText } from '../shell/task-words';
import { useTaskActions } from '../shell/use-task-actions';

/** How an installation goes on, with its log and the way out. */
export function InstallProgress({ taskId }: { taskId: string }) {
  const task = useTaskStore((s) => s.tasks[taskId]);
  const { cancel, busy } = useTaskActions(taskId);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        <Status
          state="running"
          label={task?.cancelRequested ? 'Cancelling' : 'Installing'}
          detail={task ? stageText(task) : null}
        />
        <div className="ml-auto flex items-center gap-3">
          <Link
            to="/tasks/$taskId"
            params={{ taskId }}
            className="rounded-sm text-accent underline-offset-3 hover:underline"
          >
            Open log
          </Link>
          <Button size="sm" busy={busy} disabled={task?.cancelRequested} onClick={cancel}>
            Cancel
          </Button>
        </div>
      </div>
      <Progress value={task ? progressOf(task) : null} label={task?.title ?? 'Installing NVFlare'} />
    </div>
  );
}
