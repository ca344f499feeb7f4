import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../errors';
import type { Log } from '../logs/log';
import { createLineRedactor, redactError } from '../logs/redact';
import type { LogWriter } from './log-file';
import { createProgressWriter, type ProgressWriter } from './progress-writer';
import type { taskRows } from './tables';

/** What a piece of work sees of its task. */
export interface TaskContext {
  taskId: string;
  /** Who wants this done: of a task that is run again, whoever ran it again. */
  startedBy: string;
  /** Aborted when the person cancels, or the app ends. */
  signal: AbortSignal;
  /** Says what is being done now: stage `index` (from 0) of `count`. Progress starts anew. */
  stage(name: string, index: number, count: number): void;
  /** How much of the whole is done, 0 to 1; null when that is not known. */
  progress(value: number | null): void;
  /** Adds a line to the task's log; secrets are removed on the way. */
  log(line: string): void;
  /** Removes secrets from text that is to be stored elsewhere. */
  redact(text: string): string;
}

/** Why the signal of a task is aborted when the app ends. */
export const appEnds = new DOMException('Fedwright is closed', 'AbortError');

interface RunTask {
  taskId: string;
  startedBy: string;
  work: (context: TaskContext) => Promise<unknown>;
  abort: AbortController;
  writer: LogWriter;
  redact: (line: string) => string;
  update: (change: Partial<typeof taskRows.$inferInsert>) => void;
  /** Stores how it ended. */
  end: (change: Partial<typeof taskRows.$inferInsert>) => void;
  cancelRequested: () => boolean;
  log: Log;
}

const cancelPollMs = 300;

/** Runs the work and records how it ended. Never rejects. */
export async function runTask(task: RunTask): Promise<void> {
  const { abort, writer } = task;
  // Another process can only ask through the store.
  const poll = setInterval(() => {
    if (safely(task, task.cancelRequested)) abort.abort();
  }, cancelPollMs);
  const progress = createProgressWriter((value) => safely(task, () => task.update({ progress: value })));
  try {
    const result = await task.work(createContext(task, progress));
    // How it ended says more than how far it was.
    progress.drop();
    finish(task, { state: 'succeeded', result, progress: 1 });
  } catch (error) {
    progress.flush();
    fail(task, error);
  } finally {
    clearInterval(poll);
    writer.close();
  }
}

function createContext(task: RunTask, progress: ProgressWriter): TaskContext {
  const clean = createLineRedactor(task.redact);
  return {
    taskId: task.taskId,
    startedBy: task.startedBy,
    signal: task.abort.signal,
    stage(name, index, count) {
      task.writer.write(`── ${name}`);
      progress.flush();
      safely(task, () => task.update({ stage: name, stageIndex: index, stageCount: count }));
    },
    progress: progress.tell,
    log: (line) => task.writer.write(clean(line)),
    redact: task.redact,
  };
}

function fail(task: RunTask, error: unknown): void {
  if (task.abort.signal.aborted) {
    task.writer.write('Cancelled.');
    return finish(task, { state: 'cancelled' });
  }
  const known = redactError(toAppError(error) ?? internal(task, error), task.redact);
  task.writer.write(`${known.message} ${known.data.hint}`);
  finish(task, { state: 'failed', error: { code: known.code, message: known.message, data: known.data } });
}

function internal(task: RunTask, error: unknown): AppError {
  const id = randomUUID();
  task.log.error({ err: error, id, taskId: task.taskId }, 'a task failed');
  return new AppError('INTERNAL', 'Something went wrong inside Fedwright.', {
    hint: 'Run it again. If it happens again, report the id with the app log.',
    id,
  });
}

function finish(task: RunTask, change: Partial<typeof taskRows.$inferInsert>): void {
  safely(task, () => task.end({ ...change, finishedAt: Date.now() }));
}

/** The store may be full or gone; the work then still has to be ended in good order. */
function safely<T>(task: RunTask, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    task.log.error({ err: error, taskId: task.taskId }, 'the state of a task could not be stored');
    return undefined;
  }
}
