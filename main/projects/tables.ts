import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';

/** A project. Its truth is the text of its project.yml; the other columns are read off it. */
export const projectRows = sqliteTable(
  'projects',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    description: text().notNull(),
    /** The text of project.yml, comments and unknown keys included. */
    document: text().notNull(),
    /** Counts up with every change of `document`. */
    revision: integer().notNull(),
    archived: integer({ mode: 'boolean' }).notNull().default(false),
    counts: text({ mode: 'json' })
      .$type<{ servers: number; clients: number; relays: number; admins: number }>()
      .notNull(),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('projects_name').on(sql`lower(${table.name})`)],
);

/**
 * Participants that runs leave out, by their name in the file. The file keeps them: enabled again, they are as
 * they were.
 */
export const disabledRows = sqliteTable(
  'disabled_participants',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projectRows.id, { onDelete: 'cascade' }),
    participant: text().notNull(),
    reason: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.participant] })],
);
