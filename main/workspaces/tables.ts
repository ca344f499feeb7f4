import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The id of the first workspace, which the migration makes and puts all projects into. */
export const firstWorkspaceId = 'default';

export const workspaceRows = sqliteTable(
  'workspaces',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('workspaces_name').on(sql`lower(${table.name})`)],
);
