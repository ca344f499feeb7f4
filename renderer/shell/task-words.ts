import type { Task } from '../../preload/contract/tasks';
import type { StatusState } from '../ui/status';

const words: Record<Task['state'], { state: StatusState; label: string }> = {
  queued: { state: 'running', label: 'Waiting' },
  running: { state: 'running', label: 'Running' },
  succeeded: { state: 'ok', label: 'Done' },
  failed: { state: 'failed', label: 'Failed' },
  cancelled: { state: 'off', label: 'Cancelled' },
  interrupted: { state: 'attention', label: 'Interrupted' },
};

/** The state of a task as a status. */
export function taskStatus(task: Task): { state: StatusState; label: string } {
  if (task.cancelRequested && task.state === 'running') return { state: 'running', label: 'Cancelling' };
  return words[task.state];
}

const routine = new Set(['upkeep.backup', 'vault.seal']);

/** The day's backup and the sealing at the start, when all went well: nobody needs to be told. */
export const isRoutine = ({ kind, startedBy, state }: Task): boolean =>
  routine.has(kind) && startedBy === 'Fedwright' && state === 'succeeded';

/** What an unfinished task is doing, such as `Creating keys · 2 of 4`. */
export function stageText(task: Task): string | null {
  if (!task.stage) return null;
  if (task.stageIndex === null || !task.stageCount) return task.stage;
  return `${task.stage} · ${Math.min(task.stageIndex + 1, task.stageCount)} of ${task.stageCount}`;
}
