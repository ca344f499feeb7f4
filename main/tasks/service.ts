import path from 'node:path';
import type { Permission } from '../../preload/contract/meta';
import type { Task } from '../../preload/contract/tasks';
import type { Store } from '../db/open';
import { conflict } from '../errors';
import type { Log } from '../logs/log';
import { createInstance, openInstances } from './instance';
import { createKinds } from './kinds';
import { followLog, taskLogFile } from './log-file';
import { pruneTasks, type TaskKeeping } from './retention';
import { createRecovery } from './recovery';
import { createRunner, type Runner, type StartTask } from './runner';
import { type TaskRow, toTask } from './task-row';
import { createTaskStore } from './task-store';
import { watchTasks } from './watch';

export type { TaskContext } from './run-task';
export type { TaskKind } from './kinds';
export type { StartTask } from './runner';

export type Tasks = ReturnType<typeof createTasks>;

/** Long work: started here, kept in the store, seen and cancelled from any process on the same directory. */
export function createTasks(options: {
  store: Store;
  data: string;
  log: Log;
  redact: (line: string) => string;
  onFinished: (task: Task) => void;
}) {
  const { store, log, redact } = options;
  const logs = path.join(options.data, 'logs', 'tasks');
  const instance = createInstance(options.data);
  const kinds = createKinds();
  const rows = createTaskStore(store);
  const view = (row: TaskRow): Task => toTask(row, kinds.canRetry(row));
  const get = (taskId: string): Task => view(rows.need(taskId));
  const onFinished = (taskId: string) => options.onFinished(get(taskId));
  const runner = createRunner({ rows, kinds, instance, logs, log, redact, onFinished });
  const recover = createRecovery({ rows, kinds, runner, instance, log });
  const start = (request: StartTask): Task => get(runner.start(request));

  return {
    define: kinds.define,
    start,
    /** For a task that finds out on its way what it works on. @throws AppError CONFLICT when that lock is taken */
    relock: rows.relock,
    /** Marks what dead processes left as interrupted. Call it once every kind is defined. */
    recover,
    get,
    /** Newest first; for the tray, unfinished ones and those not dismissed. */
    list: (which: { limit: number; tray?: boolean }): Task[] => rows.list(which).map(view),
    /** Resolves when a task that this process runs has ended; at once for any other. */
    async wait(taskId: string): Promise<Task> {
      await runner.wait(taskId);
      return get(taskId);
    },
    watch: (signal?: AbortSignal) => watchTasks({ store, rows, view, recover, signal }),
    /** The log from a byte offset on; ends with the task. @throws AppError NOT_FOUND */
    log(taskId: string, offset: number, signal?: AbortSignal) {
      rows.need(taskId);
      const finished = () => !runner.isRunning(taskId) && rows.need(taskId).finishedAt !== null;
      return followLog(taskLogFile(logs, taskId), { offset, finished, signal });
    },
    /** Asks a task to end, in whichever process it runs; its state tells when it has. */
    cancel(taskId: string): Task {
      if (rows.need(taskId).finishedAt !== null)
        throw conflict('This task has already ended.', 'There is nothing to cancel.');
      rows.update(taskId, { cancelRequested: true });
      runner.abort(taskId);
      return get(taskId);
    },
    /** What running a task again takes; null for a kind that this version does not know. */
    permissionOf: (taskId: string): Permission | null =>
      kinds.find(rows.need(taskId).kind)?.permission ?? null,
    /** Runs the same work again, as a new task. @throws AppError CONFLICT */
    retry(taskId: string, startedBy: string): Task {
      const row = rows.need(taskId);
      if (row.finishedAt === null) throw conflict('This task is still running.', 'Cancel it first.');
      const { retry } = kinds.needRetryable(row);
      return retry ? get(retry(row.input, startedBy)) : start(again(row, startedBy));
    },
    dismiss: rows.dismiss,
    /** Removes tasks and logs beyond what is to be kept; `needed` stay. */
    prune: (needed: ReadonlySet<string>, keep: TaskKeeping) => pruneTasks(store, logs, { needed, keep }),
    runningCount: (): number => runner.count(),
    /** How many other processes have the data directory open. */
    otherProcesses: (): number => openInstances(options.data).filter((id) => id !== instance.id).length,
    /** Cancels what this process runs and waits until all of it has ended. */
    dispose: () => endAll(runner, () => instance.dispose()),
  };
}

function again({ kind, title, input, subjectType, subjectId, lock }: TaskRow, startedBy: string): StartTask {
  return {
    ...{ kind, title, input, startedBy },
    subject: subjectType && subjectId ? { type: subjectType, id: subjectId } : undefined,
    lock: lock ? { name: lock, busy: 'The same work is already running.' } : undefined,
  };
}

async function endAll(runner: Runner, then: () => void): Promise<void> {
  await runner.dispose();
  then();
}
