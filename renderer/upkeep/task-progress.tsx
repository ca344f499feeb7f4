import type { Task } from '../../preload/contract/tasks';
import { progressOf } from '../shell/task-store';
import { stageText } from '../shell/task-words';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';

/** How far the work of a section is. */
export function TaskProgress({ task, label }: { task: Task | undefined; label: string }) {
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <Status state="running" label={label} detail={task ? stageText(task) : null} />
      <Progress value={task ? progressOf(task) : null} label={label} />
    </div>
  );
}
