import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ErrorData } from '../../preload/contract/meta';
import { runScopes, runStates } from '../../preload/contract/provisioning';
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
    scope: text({ enum: runScopes }).notNull().default('all'),
    /** Whom a part of the project was provisioned for, or whose certificates were issued again. */
    participants: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    /** Whom the project had and the run was made without, as they were disabled. */
    disabled: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
  },
  (table) => [
    uniqueIndex('runs_number').on(table.projectId, table.number),
    index('runs_started').on(table.startedAt),
  ],
);

/**
 * A change to a new CA, from the run that made it until every kit is replaced. One without an end is under
 * way: the state of `oldRunId` is kept until then.
 */
export const rotationRows = sqliteTable(
  'rotations',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projectRows.id, { onDelete: 'cascade' }),
    /** The run whose state holds the old CA. */
    oldRunId: text('old_run_id').notNull(),
    /** The run that made the new CA. */
    newRunId: text('new_run_id').notNull(),
    startedBy: text('started_by').notNull(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    outcome: text({ enum: ['finished', 'abandoned'] }),
  },
  (table) => [index('rotations_project').on(table.projectId)],
);
