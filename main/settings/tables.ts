import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row a setting; a missing row is the default. */
export const settingRows = sqliteTable('settings', {
  key: text().primaryKey(),
  value: text({ mode: 'json' }).$type<unknown>().notNull(),
});
