import { create } from 'zustand';
import type { Task } from '../../preload/contract/tasks';

interface TaskStore {
  /** By id; unfinished and recent ones. */
  tasks: Record<string, Task>;
  loaded: boolean;
  /** The task whose end the open page shows by itself. */
  shown: string | null;
}

export const useTaskStore = create<TaskStore>(() => ({ tasks: {}, loaded: false, shown: null }));

/** Whether a task is still under way. */
export function isUnfinished(task: Task): boolean {
  return task.state === 'queued' || task.state === 'running';
}

/** Unfinished ones first, then the newest. */
export function orderTasks(tasks: Task[]): Task[] {
  return tasks.toSorted(
    (a, b) => Number(isUnfinished(b)) - Number(isUnfinished(a)) || b.createdAt - a.createdAt,
  );
}

/** How far along, as one number for progress bars: 0 to 1, null when not known. */
export function progressOf(task: Task): number | null {
  if (task.progress !== null) return task.progress;
  if (task.stageIndex === null || !task.stageCount) return null;
  return Math.min(1, task.stageIndex / task.stageCount);
}
