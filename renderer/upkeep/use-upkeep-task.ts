import { useEffect, useEffectEvent, useState } from 'react';
import type { Task } from '../../preload/contract/tasks';
import { useShowsTask } from '../shell/use-shows-task';
import { isUnfinished, useTaskStore } from '../shell/task-store';

/** The task that a button of this page started: followed until it ends, then handed over once. */
export function useUpkeepTask(onEnd: (task: Task) => void) {
  const [taskId, setTaskId] = useState<string | null>(null);
  const task = useTaskStore((s) => (taskId === null ? undefined : s.tasks[taskId]));
  useShowsTask(taskId);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!task || isUnfinished(task)) return;
    setTaskId(null);
    end(task);
  }, [task]);
  return { follow: setTaskId, task, busy: taskId !== null };
}

/** Why a task did not succeed, in one sentence. */
export const reasonOf = (task: Task): string =>
  task.error ? `${task.error.message} ${task.error.data.hint}` : 'It was cancelled.';
