import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Names of values for the environment of containers. The values are in the keychain, under the name. */
export const containerSecretRows = sqliteTable('container_secrets', {
  name: text().primaryKey(),
  updatedAt: integer('updated_at').notNull(),
});
