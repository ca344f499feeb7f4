import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { kitTypes } from '../../preload/contract/kits';
import { projectRows } from '../projects/tables';
import { runRows } from '../provisioning/tables';
import type { KitContents } from './kit-facts';

/** One participant's startup kit of one run. Its files are below the run's directory. */
export const kitRows = sqliteTable(
  'kits',
  {
    id: text().primaryKey(),
    runId: text('run_id')
      .notNull()
      .references(() => runRows.id, { onDelete: 'cascade' }),
    participant: text().notNull(),
    type: text({ enum: kitTypes }).notNull(),
    org: text().notNull(),
    role: text(),
    fingerprint256: text().notNull(),
    notBefore: integer('not_before').notNull(),
    notAfter: integer('not_after').notNull(),
    state: text({ enum: ['ok', 'attention', 'failed'] }).notNull(),
    fileCount: integer('file_count').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
  },
  (table) => [index('kits_run').on(table.runId, table.participant)],
);

/**
 * Whether a kit is the one its participant should have, in a query that joins kits and runs: its run succeeded,
 * and no later one of the project was a run of everything or made a kit for the same participant. The one
 * definition for lists, certificates, clean-up and backups.
 */
export const isCurrentKit = sql<number>`(${runRows.state} = 'succeeded' and not exists (
  select 1 from runs newer
  where newer.project_id = ${runRows.projectId} and newer.number > ${runRows.number} and newer.state = 'succeeded'
    and (newer.scope in ('all', 'rotate') or exists (
      select 1 from kits later where later.run_id = newer.id and later.participant = ${kitRows.participant}))))`;

/**
 * Who got which kit. No reference to the kit: the record outlives it, and says by itself what was handed
 * over.
 */
export const handoverRows = sqliteTable(
  'handovers',
  {
    id: text().primaryKey(),
    kitId: text('kit_id').notNull(),
    projectName: text('project_name').notNull(),
    participant: text().notNull(),
    recipient: text().notNull(),
    method: text().notNull(),
    note: text().notNull(),
    fingerprint256: text().notNull(),
    at: integer().notNull(),
    recordedBy: text('recorded_by').notNull(),
  },
  (table) => [index('handovers_kit').on(table.kitId)],
);

/**
 * What every kit was, for as long as its project is there: the clean-up of old runs takes kits away, but not
 * what is known of them. Holds no private key and no hash of one.
 */
export const kitHistoryRows = sqliteTable(
  'kit_history',
  {
    kitId: text('kit_id').primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projectRows.id, { onDelete: 'cascade' }),
    runId: text('run_id').notNull(),
    runNumber: integer('run_number').notNull(),
    at: integer().notNull(),
    participant: text().notNull(),
    type: text({ enum: kitTypes }).notNull(),
    fingerprint256: text().notNull(),
    notBefore: integer('not_before').notNull(),
    notAfter: integer('not_after').notNull(),
    serialNumber: text('serial_number').notNull(),
    /** SHA-256 of the public key and of the CA certificate in the kit; null when the kit had none. */
    publicKey256: text('public_key_256'),
    ca256: text('ca_256'),
    /** One hash over `contents`, to tell at once whether two kits differ. */
    contents256: text('contents_256').notNull(),
    contents: text({ mode: 'json' }).$type<KitContents>().notNull(),
  },
  (table) => [index('kit_history_participant').on(table.projectId, table.participant)],
);

/** That the recipient has read the fingerprint back. At most one for each hand-over. */
export const receiptRows = sqliteTable('handover_receipts', {
  handoverId: text('handover_id')
    .primaryKey()
    .references(() => handoverRows.id, { onDelete: 'cascade' }),
  confirmedBy: text('confirmed_by').notNull(),
  channel: text().notNull(),
  words: text().notNull(),
  at: integer().notNull(),
  recordedBy: text('recorded_by').notNull(),
});
