import type { Task } from '../../preload/contract/tasks';
import { cn } from '../ui/cn';
import { Progress } from '../ui/progress';
import { markStages, type StageMark } from './run-words';

const looks: Record<StageMark, string> = { done: 'bg-running', now: 'bg-running/45', ahead: 'bg-line' };

/** What the run is doing now, and how far it is. */
export function RunProgress({ task }: { task: Task | null }) {
  const marks = markStages(task?.stageIndex ?? null, task?.stageCount ?? null);
  const stage = task?.stage ?? 'Starting';
  return (
    <section
      aria-label="Progress"
      aria-live="polite"
      className="flex shrink-0 flex-col gap-2 rounded border border-line bg-surface px-4 py-3"
    >
      <div className="flex items-baseline gap-3">
        <p className="font-medium">{stage}</p>
        {marks.length > 0 ? (
          <p className="tabular ml-auto text-sm text-muted">
            Step {Math.min((task?.stageIndex ?? 0) + 1, marks.length)} of {marks.length}
          </p>
        ) : null}
      </div>
      <Progress value={task?.progress ?? null} label={stage} />
      {marks.length > 1 ? (
        <div aria-hidden className="flex gap-1">
          {marks.map((mark, index) => (
            <span key={`${index}-${mark}`} className={cn('h-1 flex-1 rounded-full', looks[mark])} />
          ))}
        </div>
      ) : null}
    </section>
  );
}
