import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Folders of a person's own into which something is written, until the process that does so has ended. */
export const targetRows = sqliteTable(
  'export_targets',
  {
    folder: text().notNull(),
    /** Of the process. */
    instanceId: text('instance_id').notNull(),
    at: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.folder, table.instanceId] })],
);
