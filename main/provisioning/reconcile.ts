import type { Task } from '../../preload/contract/tasks';
import { interrupted } from './run-failure';
import type { RunStore } from './run-rows';

/** Ends the rows of runs whose task has ended without them: the store was full, or could not be reached. */
export function reconcileRuns(rows: RunStore, tasks: { get(taskId: string): Task }): void {
  for (const { id, state, taskId } of rows.states()) {
    if (state !== 'running') continue;
    const task = find(tasks, taskId);
    if (task && task.finishedAt === null) continue;
    const failure = task?.state === 'failed' ? task.error : null;
    rows.end(id, failure ? { state: 'failed', error: failure } : interrupted);
  }
}

function find(tasks: { get(taskId: string): Task }, taskId: string): Task | undefined {
  try {
    return tasks.get(taskId);
  } catch {
    // A task that the store does not know has ended long ago.
    return undefined;
  }
}
