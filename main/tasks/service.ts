import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Task } from '../../preload/contract/tasks';
import type { Store } from '../db/open';
import { AppError, conflict, notFound } from '../errors';
import type { Log } from '../logs/log';
import { createLogWriter, followLog, taskLogFile } from './log-file';
import { createInstance } from './instance';
import { type TaskContext, runTask } from './run-task';
import { taskRows } from './tables';
import { type TaskRow, toTask } from './task-row';
import { watchTasks } from './watch';

export type { TaskContext } from './run-task';

/** A kind of long work. `input` is stored, so it must be plain JSON and hold no secret. */
export interface TaskKind<I> {
  kind: string;
  input: z.ZodType<I>;
  run(input: I, context: TaskContext): Promise<unknown>;
  /** Called once when the process that ran it is gone: put right what was left half done. */
  interrupted?(input: I, taskId: string): void;
  /** It cannot be run again: its input alone does not say what to do. */
  once?: boolean;
  /** How to run it again, when the same input is not enough. */
  retry?(input: I, startedBy: string): string;
}

export interface StartTask {
  kind: string;
  title: string;
  input: unknown;
  startedBy: string;
  subject?: { type: string; id: string };
  /** At most one unfinished task holds a lock, over all processes on this data directory. */
  lock?: { name: string; busy: string };
}

export type Tasks = ReturnType<typeof createTasks>;

/** Long work: started here, kept in the store, seen and cancelled from any process on the same directory. */
export function createTasks(options: {
  store: Store;
  data: string;
  log: Log;
  redact: (line: string) => string;
  onFinished: (task: Task) => void;
}) {
  const { store, log } = options;
  const { db } = store;
  const logs = path.join(options.data, 'logs', 'tasks');
  const instance = createInstance(options.data);
  // The store gives back unknown JSON; each kind's own schema checks it before its functions see it.
  const kinds = new Map<string, TaskKind<unknown>>();
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();

  const find = (taskId: string): TaskRow | undefined =>
    db.select().from(taskRows).where(eq(taskRows.id, taskId)).get();
  const need = (taskId: string): TaskRow => {
    const row = find(taskId);
    if (!row) throw notFound('This task');
    return row;
  };
  const view = (row: TaskRow): Task =>
    toTask(row, kinds.get(row.kind)?.once === undefined && kinds.has(row.kind));
  const update = (taskId: string, change: Partial<typeof taskRows.$inferInsert>): void => {
    db.update(taskRows)
      .set({ ...change, version: sql`${taskRows.version} + 1` })
      .where(eq(taskRows.id, taskId))
      .run();
  };

  function start(request: StartTask): Task {
    const kind = kinds.get(request.kind);
    if (!kind) throw new Error(`no such kind of task: ${request.kind}`);
    const input = kind.input.parse(request.input);
    const taskId = randomUUID();
    insert(taskId, request, input);
    const abort = new AbortController();
    const writer = createLogWriter(taskLogFile(logs, taskId));
    const done = runTask({
      taskId,
      work: (context) => kind.run(input, context),
      abort,
      writer,
      redact: options.redact,
      update: (change) => update(taskId, change),
      cancelRequested: () => find(taskId)?.cancelRequested ?? false,
      log,
    }).then(() => {
      running.delete(taskId);
      const row = find(taskId);
      if (row) options.onFinished(view(row));
    });
    running.set(taskId, { abort, done });
    return view(need(taskId));
  }

  function insert(taskId: string, request: StartTask, input: unknown): void {
    try {
      db.insert(taskRows)
        .values({
          id: taskId,
          kind: request.kind,
          title: request.title,
          state: 'running',
          subjectType: request.subject?.type ?? null,
          subjectId: request.subject?.id ?? null,
          lock: request.lock?.name ?? null,
          input,
          instanceId: instance.id,
          startedBy: request.startedBy,
          createdAt: Date.now(),
          startedAt: Date.now(),
        })
        .run();
    } catch (error) {
      if (request.lock && isLockTaken(error))
        throw conflict(request.lock.busy, 'Wait for it to end, or cancel it.');
      throw error;
    }
  }

  /** Marks what a dead process left running as interrupted. Called at the start and while watching. */
  function recover(): void {
    const rows = db
      .select()
      .from(taskRows)
      .where(inArray(taskRows.state, ['queued', 'running']))
      .all();
    // One of our own that no longer runs: its end could not be stored at the time (a full disk).
    const lost = (row: TaskRow) =>
      row.instanceId === instance.id ? !running.has(row.id) : !instance.isAlive(row.instanceId);
    for (const row of rows.filter(lost)) {
      update(row.id, {
        state: 'interrupted',
        finishedAt: Date.now(),
        error: {
          code: 'CANCELLED',
          message: 'Fedwright ended before this was done.',
          data: { hint: 'Run it again. Nothing half-made was kept.' },
        },
      });
      const kind = kinds.get(row.kind);
      try {
        kind?.interrupted?.(kind.input.parse(row.input), row.id);
      } catch (error) {
        log.error({ err: error, taskId: row.id }, 'cleaning up after an interrupted task failed');
      }
    }
  }

  return {
    start,
    recover,
    /** Makes a kind known; must happen before `recover`, in every process, so that any can retry it. */
    define<I>(kind: TaskKind<I>): void {
      kinds.set(kind.kind, {
        ...kind,
        run: (input, context) => kind.run(kind.input.parse(input), context),
        interrupted: (input, taskId) => kind.interrupted?.(kind.input.parse(input), taskId),
        retry: kind.retry && ((input, startedBy) => kind.retry?.(kind.input.parse(input), startedBy) ?? ''),
      });
    },
    get: (taskId: string): Task => view(need(taskId)),
    /** Unfinished tasks and the newest others, newest first. */
    list({ limit, tray = false }: { limit: number; tray?: boolean }): Task[] {
      const rows = db
        .select()
        .from(taskRows)
        .where(
          tray
            ? or(eq(taskRows.dismissed, false), inArray(taskRows.state, ['queued', 'running']))
            : undefined,
        )
        .orderBy(desc(taskRows.createdAt))
        .limit(limit)
        .all();
      return rows.map(view);
    },
    /** Resolves when a task that this process runs has ended; at once for any other. */
    async wait(taskId: string): Promise<Task> {
      await running.get(taskId)?.done;
      return view(need(taskId));
    },
    watch: (signal?: AbortSignal) => watchTasks({ store, view, recover, signal }),
    log(taskId: string, offset: number, signal?: AbortSignal) {
      need(taskId);
      const finished = () => (running.has(taskId) ? false : need(taskId).finishedAt !== null);
      return followLog(taskLogFile(logs, taskId), { offset, finished, signal });
    },
    /** Asks a task to end, in whichever process it runs; its state tells when it has. */
    cancel(taskId: string): Task {
      const row = need(taskId);
      if (row.finishedAt !== null)
        throw conflict('This task has already ended.', 'There is nothing to cancel.');
      update(taskId, { cancelRequested: true });
      running.get(taskId)?.abort.abort();
      return view(need(taskId));
    },
    retry(taskId: string, startedBy: string): Task {
      const row = need(taskId);
      if (row.finishedAt === null) throw conflict('This task is still running.', 'Cancel it first.');
      const kind = kinds.get(row.kind);
      if (!kind || kind.once)
        throw new AppError('CONFLICT', 'This cannot be run again from here.', { hint: 'Start it anew.' });
      if (kind.retry) return view(need(kind.retry(row.input, startedBy)));
      const subject =
        row.subjectType && row.subjectId ? { type: row.subjectType, id: row.subjectId } : undefined;
      const lock = row.lock ? { name: row.lock, busy: 'The same work is already running.' } : undefined;
      return start({ kind: row.kind, title: row.title, input: row.input, startedBy, subject, lock });
    },
    dismiss(taskId: string): void {
      db.update(taskRows)
        .set({ dismissed: true, version: sql`${taskRows.version} + 1` })
        .where(and(eq(taskRows.id, taskId), sql`${taskRows.finishedAt} is not null`))
        .run();
    },
    runningCount: (): number => running.size,
    /** Cancels what this process runs and waits until all of it has ended. */
    async dispose(): Promise<void> {
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
      instance.dispose();
    },
  };
}

const isLockTaken = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_UNIQUE';
};
