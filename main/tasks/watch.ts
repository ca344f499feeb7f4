import type { Task } from '../../preload/contract/tasks';
import { watchRevision } from '../db/watch';
import type { Store } from '../db/open';
import type { TaskRow } from './task-row';
import type { TaskStore } from './task-store';

type TaskEvent =
  | { type: 'snapshot'; seq: number; tasks: Task[] }
  | { type: 'changed'; seq: number; task: Task }
  | { type: 'removed'; seq: number; taskId: string };

const trayLimit = 50;

/** The tray, live: a snapshot, then what differs whenever the store has changed, in any process. */
export async function* watchTasks(options: {
  store: Store;
  rows: TaskStore;
  view: (row: TaskRow) => Task;
  recover: () => void;
  signal?: AbortSignal;
}): AsyncGenerator<TaskEvent> {
  const read = () => options.rows.list({ limit: trayLimit, tray: true });
  let seq = 0;
  const since = options.store.revision();
  let known = new Map(read().map((row) => [row.id, row]));
  yield { type: 'snapshot', seq, tasks: [...known.values()].map(options.view) };
  for await (const _ of watchRevision(options.store, { signal: options.signal, everyMs: 5000, since })) {
    options.recover();
    const now = new Map(read().map((row) => [row.id, row]));
    for (const row of now.values())
      if (known.get(row.id)?.version !== row.version)
        yield { type: 'changed', seq: ++seq, task: options.view(row) };
    for (const taskId of known.keys()) if (!now.has(taskId)) yield { type: 'removed', seq: ++seq, taskId };
    known = now;
  }
}
