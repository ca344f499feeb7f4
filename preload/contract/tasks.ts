import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { call, errorDataSchema } from './meta';

export const taskStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;

/** A piece of work that takes longer than a second. Times are milliseconds since the epoch. */
export const taskSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  state: z.enum(taskStates),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
  /** What it is doing now, in words. */
  stage: z.string().nullable(),
  stageIndex: z.number().int().nullable(),
  stageCount: z.number().int().nullable(),
  /** 0 to 1, or null when the length of the work is not known. */
  progress: z.number().min(0).max(1).nullable(),
  error: z.object({ code: z.string(), message: z.string(), data: errorDataSchema }).nullable(),
  result: z.unknown().nullable(),
  cancelRequested: z.boolean(),
  canRetry: z.boolean(),
  startedBy: z.string(),
  createdAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

const taskId = z.object({ taskId: z.string() });

export const tasks = {
  list: call({ permission: 'tasks.read' })
    .input(z.object({ limit: z.number().int().min(1).max(500).default(50) }).default({ limit: 50 }))
    .output(z.array(taskSchema)),
  get: call({ permission: 'tasks.read' }).input(taskId).output(taskSchema),
  /** First a snapshot of unfinished and recent tasks, then one event for each change. */
  watch: call({ permission: 'tasks.read' }).output(
    eventIterator(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('snapshot'), seq: z.number(), tasks: z.array(taskSchema) }),
        z.object({ type: z.literal('changed'), seq: z.number(), task: taskSchema }),
        z.object({ type: z.literal('removed'), seq: z.number(), taskId: z.string() }),
      ]),
    ),
  ),
  /**
   * The log of one task from a byte offset on, in pieces under 64 KB; ends when the task has ended and all
   * is sent. A client that comes back passes the last `nextOffset` it saw.
   */
  log: call({ permission: 'tasks.read' })
    .input(z.object({ taskId: z.string(), offset: z.number().int().min(0).default(0) }))
    .output(eventIterator(z.object({ text: z.string(), nextOffset: z.number() }))),
  cancel: call({ permission: 'tasks.manage', audit: { subject: 'taskId' } })
    .input(taskId)
    .output(taskSchema),
  /** Runs the same work again with the same input, as a new task. */
  retry: call({ permission: 'tasks.manage', audit: { subject: 'taskId' } })
    .input(taskId)
    .output(taskSchema),
  /** Takes a finished task out of the tray; its log and history stay. */
  dismiss: call({ permission: 'tasks.manage' })
    .input(taskId)
    .output(z.object({ taskId: z.string() })),
};
