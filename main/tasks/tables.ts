import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ErrorData } from '../../preload/contract/meta';
import { taskStates } from '../../preload/contract/tasks';

export const taskRows = sqliteTable(
  'tasks',
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    title: text().notNull(),
    state: text({ enum: taskStates }).notNull(),
    subjectType: text('subject_type'),
    subjectId: text('subject_id'),
    /** Two unfinished tasks with the same lock cannot be, in whichever processes. */
    lock: text(),
    input: text({ mode: 'json' }).$type<unknown>().notNull(),
    result: text({ mode: 'json' }).$type<unknown>(),
    error: text({ mode: 'json' }).$type<{ code: string; message: string; data: ErrorData }>(),
    stage: text(),
    stageIndex: integer('stage_index'),
    stageCount: integer('stage_count'),
    progress: real(),
    cancelRequested: integer('cancel_requested', { mode: 'boolean' }).notNull().default(false),
    dismissed: integer({ mode: 'boolean' }).notNull().default(false),
    instanceId: text('instance_id').notNull(),
    startedBy: text('started_by').notNull(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
    /** Counts up with every change, so that a watcher sees what is new. */
    version: integer().notNull().default(0),
  },
  (table) => [
    uniqueIndex('tasks_lock')
      .on(table.lock)
      .where(sql`${table.state} in ('queued', 'running')`),
    index('tasks_created').on(table.createdAt),
  ],
);
