import type { Task } from '../../preload/contract/tasks';
import { Progress } from '../ui/progress';
import { markStages } from './run-words';

/** What the run is doing now: one bar for each stage, of which the present one fills. */
export function RunProgress({ task }: { task: Task | null }) {
  const marks = markStages(task?.stageIndex ?? null, task?.stageCount ?? null);
  const stage = task?.stage ?? 'Starting';
  return (
    <section
      aria-label="Progress"
      className="flex shrink-0 flex-col gap-2.5 rounded border border-line bg-surface px-4 py-3"
    >
      <div className="flex items-baseline gap-3" aria-live="polite">
        <p className="font-medium">{stage}</p>
        {marks.length > 0 ? (
          <p className="tabular ml-auto text-sm text-muted">
            Step {Math.min((task?.stageIndex ?? 0) + 1, marks.length)} of {marks.length}
          </p>
        ) : null}
      </div>
      <div className="flex gap-1">
        {marks.length === 0 ? <Progress value={null} label={stage} /> : null}
        {marks.map((mark, index) =>
          mark === 'now' ? (
            <Progress key={`stage-${index}`} value={task?.progress ?? null} label={stage} />
          ) : (
            <span
              key={`stage-${index}`}
              aria-hidden
              className={
                mark === 'done' ? 'h-1 w-full rounded-full bg-running' : 'h-1 w-full rounded-full bg-line'
              }
            />
          ),
        )}
      </div>
    </section>
  );
}
