import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { schemes, securities, signedRoles, signedTypes } from '../../preload/contract/distributed';
import { projectRows } from '../projects/tables';

/** A CA that signs what others ask for. Its key is a file. */
export const authorityRows = sqliteTable('distributed_authorities', {
  id: text().primaryKey(),
  /** Where its settings were taken from; it outlives that project. */
  projectId: text('project_id').references(() => projectRows.id, { onDelete: 'set null' }),
  /** One CA of a name signs; those that it replaced keep the name. */
  name: text().notNull(),
  org: text().notNull(),
  scheme: text({ enum: schemes }).notNull(),
  serverHost: text('server_host').notNull(),
  fedLearnPort: integer('fed_learn_port').notNull(),
  adminPort: integer('admin_port'),
  connectionSecurity: text('connection_security', { enum: securities }).notNull(),
  fingerprint256: text().notNull(),
  notBefore: integer('not_before').notNull(),
  notAfter: integer('not_after').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  /** The id of the CA that took its place. */
  replacedBy: text('replaced_by'),
  replacedAt: integer('replaced_at'),
});

const identityColumns = () => ({
  name: text().notNull(),
  org: text().notNull(),
  type: text({ enum: signedTypes }).notNull(),
  role: text({ enum: signedRoles }),
  hostNames: text('host_names', { mode: 'json' }).$type<string[]>().notNull(),
  /** NVFlare's own id of the request. */
  nvflareId: text('nvflare_id').notNull(),
  keyFingerprint: text('key_fingerprint').notNull(),
  /** The zip as it is exchanged; without a secret. */
  requestZip: blob('request_zip', { mode: 'buffer' }).notNull(),
  signedZip: blob('signed_zip', { mode: 'buffer' }),
  certificateFingerprint: text('certificate_fingerprint'),
  notBefore: integer('not_before'),
  notAfter: integer('not_after'),
});

/** A request that came in to a CA of this installation. */
export const incomingRows = sqliteTable(
  'distributed_incoming',
  {
    id: text().primaryKey(),
    authorityId: text('authority_id')
      .notNull()
      .references(() => authorityRows.id),
    ...identityColumns(),
    state: text({ enum: ['requested', 'approved', 'rejected'] }).notNull(),
    receivedAt: integer('received_at').notNull(),
    receivedBy: text('received_by').notNull(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
    reason: text().notNull().default(''),
  },
  (table) => [index('distributed_incoming_authority').on(table.authorityId)],
);

/** Who got which signed zip. */
export const handoutRows = sqliteTable(
  'distributed_handouts',
  {
    id: text().primaryKey(),
    incomingId: text('incoming_id')
      .notNull()
      .references(() => incomingRows.id),
    recipient: text().notNull(),
    method: text().notNull(),
    at: integer().notNull(),
    by: text().notNull(),
  },
  (table) => [index('distributed_handouts_incoming').on(table.incomingId)],
);

/** A request that was made here. Its key, and later its kit, are files. */
export const ownRequestRows = sqliteTable('distributed_requests', {
  id: text().primaryKey(),
  project: text().notNull(),
  ...identityColumns(),
  state: text({ enum: ['requested', 'signed', 'packaged'] }).notNull(),
  caFingerprint: text('ca_fingerprint'),
  /** Of the CA that signed; null for what was taken in before this was noted. */
  caNotBefore: integer('ca_not_before'),
  caNotAfter: integer('ca_not_after'),
  endpoint: text(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  signedAt: integer('signed_at'),
  packagedAt: integer('packaged_at'),
});
