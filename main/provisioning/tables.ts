import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ErrorData } from '../../preload/contract/meta';
import { runStates } from '../../preload/contract/provisioning';
import { projectRows } from '../projects/tables';

/**
 * A run of `nvflare provision`. `succeeded` is set in the same transaction that makes its kits known, after
 * its files are in place: whatever directory has no succeeded run is left over and can be removed.
 */
export const runRows = sqliteTable(
  'runs',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projectRows.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    state: text({ enum: runStates }).notNull(),
    taskId: text('task_id').notNull(),
    revision: integer().notNull(),
    /** The project file as it was provisioned. */
    document: text().notNull(),
    nvflareVersion: text('nvflare_version'),
    python: text(),
    error: text({ mode: 'json' }).$type<{ code: string; message: string; data: ErrorData }>(),
    startedBy: text('started_by').notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
  },
  (table) => [
    uniqueIndex('runs_number').on(table.projectId, table.number),
    index('runs_started').on(table.startedAt),
  ],
);
