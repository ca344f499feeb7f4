import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** The trail. Rows are only ever added; `hash` chains each to the one before. */
export const auditRows = sqliteTable('audit', {
  id: integer().primaryKey({ autoIncrement: true }),
  at: integer().notNull(),
  actor: text().notNull(),
  door: text({ enum: ['window', 'browser', 'cli'] }).notNull(),
  action: text().notNull(),
  subject: text(),
  result: text({ enum: ['ok', 'refused', 'failed'] }).notNull(),
  code: text(),
  requestId: text('request_id').notNull(),
  hash: text().notNull(),
});

/** The newest row's number and hash, so that rows missing at the end are noticed too. */
export const auditHead = sqliteTable('audit_head', {
  id: integer().primaryKey(),
  rows: integer().notNull(),
  hash: text().notNull(),
});
