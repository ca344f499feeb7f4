import { randomUUID } from 'node:crypto';
import type { Log } from '../logs/log';
import type { Instance } from './instance';
import type { Kinds } from './kinds';
import { createLogWriter, taskLogFile } from './log-file';
import { appEnds, runTask } from './run-task';
import type { TaskLock, TaskStore } from './task-store';

export interface StartTask {
  kind: string;
  title: string;
  input: unknown;
  startedBy: string;
  subject?: { type: string; id: string } | undefined;
  lock?: TaskLock | undefined;
}

export type Runner = ReturnType<typeof createRunner>;

/** What this process runs. */
export function createRunner(parts: {
  rows: TaskStore;
  kinds: Kinds;
  instance: Instance;
  /** The folder of the tasks' logs. */
  logs: string;
  log: Log;
  redact: (line: string) => string;
  onFinished: (taskId: string) => void;
}) {
  const { rows, kinds, log, redact } = parts;
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>();

  function announce(taskId: string): void {
    try {
      parts.onFinished(taskId);
    } catch (error) {
      log.warn({ err: error, taskId }, 'the end of a task could not be announced');
    }
  }

  return {
    /** @throws AppError CONFLICT when the lock is taken. */
    start(request: StartTask): string {
      const kind = kinds.need(request.kind);
      const input = kind.input.parse(request.input);
      const taskId = randomUUID();
      rows.insert(toRow(taskId, request, input, parts.instance.id), request.lock);
      const abort = new AbortController();
      const done = runTask({
        taskId,
        startedBy: request.startedBy,
        work: (context) => kind.run(input, context),
        abort,
        writer: createLogWriter(taskLogFile(parts.logs, taskId)),
        redact,
        update: (change) => rows.update(taskId, change),
        end: (change) => rows.endOwn(taskId, change),
        cancelRequested: () => rows.find(taskId)?.cancelRequested ?? false,
        log,
      }).then(() => {
        running.delete(taskId);
        announce(taskId);
      });
      running.set(taskId, { abort, done });
      return taskId;
    },
    isRunning: (taskId: string): boolean => running.has(taskId),
    count: (): number => running.size,
    abort: (taskId: string): void => running.get(taskId)?.abort.abort(),
    /** Resolves when a task that this process runs has ended; at once for any other. */
    wait: async (taskId: string): Promise<void> => running.get(taskId)?.done,
    /** Cancels everything and waits until all of it has ended. */
    async dispose(): Promise<void> {
      for (const { abort } of running.values()) abort.abort(appEnds);
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function toRow(id: string, request: StartTask, input: unknown, instanceId: string) {
  const { kind, title, startedBy, subject } = request;
  const now = Date.now();
  return {
    ...{ id, kind, title, input, instanceId, startedBy, createdAt: now, startedAt: now },
    state: 'running' as const,
    subjectType: subject?.type ?? null,
    subjectId: subject?.id ?? null,
  };
}
