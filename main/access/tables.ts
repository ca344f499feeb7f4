import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Permission } from '../../preload/contract/meta';

/** The people who may act. The first run makes one owner with every permission. */
export const people = sqliteTable('people', {
  id: text().primaryKey(),
  name: text().notNull(),
  owner: integer({ mode: 'boolean' }).notNull(),
  permissions: text({ mode: 'json' }).$type<Permission[]>().notNull(),
  createdAt: integer('created_at').notNull(),
});
