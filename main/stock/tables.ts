import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Logins for registries of images; their passwords are in the keychain, under the registry's name. */
export const registryLoginRows = sqliteTable('registry_logins', {
  registry: text().primaryKey(),
  username: text().notNull(),
  updatedAt: integer('updated_at').notNull(),
});
