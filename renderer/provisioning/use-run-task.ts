import { useState } from 'react';
import type { Task } from '../../preload/contract/tasks';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';

/** The task of a run, live for as long as the run is; null until it is known. */
export function useRunTask(taskId: string, enabled: boolean): Task | null {
  const [task, setTask] = useState<Task | null>(null);
  useStream({
    key: taskId,
    enabled,
    open: (signal) => client.tasks.watch(undefined, { signal }),
    onEvent: (event) => {
      const changed = event.type === 'changed' ? event.task : null;
      const found = event.type === 'snapshot' ? event.tasks.find((each) => each.id === taskId) : changed;
      if (found?.id === taskId) setTask(found);
    },
  });
  return task;
}
