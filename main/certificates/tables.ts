import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Certificates whose end was announced. */
export const expiryAlertRows = sqliteTable('expiry_alerts', {
  fingerprint256: text().primaryKey(),
  /** The nearest threshold that was announced, days. Those above it count as announced too. */
  threshold: integer().notNull(),
  at: integer().notNull(),
});
