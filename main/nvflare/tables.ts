import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { projectRows } from '../projects/tables';

/** The NVFlare that a project chose; a project without a row uses whichever the app does. */
export const projectVersionRows = sqliteTable('project_nvflare', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projectRows.id, { onDelete: 'cascade' }),
  version: text().notNull(),
});
