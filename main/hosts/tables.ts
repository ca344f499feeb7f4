import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { authMethods, hostKinds } from '../../preload/contract/hosts';

/** Machines. Their passwords and passphrases are in the keychain, under the id. */
export const hostRows = sqliteTable('hosts', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  kind: text({ enum: hostKinds }).notNull(),
  address: text().notNull(),
  port: integer().notNull(),
  username: text().notNull(),
  auth: text({ enum: authMethods }).notNull(),
  keyFile: text('key_file'),
  jumpHostId: text('jump_host_id'),
  group: text('group_name').notNull(),
  labels: text({ mode: 'json' }).$type<string[]>().notNull(),
  notes: text().notNull(),
  dockerSocket: text('docker_socket').notNull(),
  tlsName: text('tls_name').notNull().default(''),
  /** PEM, as they were chosen; certificates are public. */
  tlsCa: text('tls_ca'),
  tlsCert: text('tls_cert'),
  /** The account of the keychain that has the private key of `tlsCert`. */
  tlsKeyRef: text('tls_key_ref'),
  /** Which secrets the keychain should have. */
  hasPassword: integer('has_password', { mode: 'boolean' }).notNull(),
  hasPassphrase: integer('has_passphrase', { mode: 'boolean' }).notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

/** The one key that a server may present at an address, reached on this way, from the first look on. */
export const hostKeyRows = sqliteTable(
  'host_keys',
  {
    address: text().notNull(),
    port: integer().notNull(),
    /** See `KeyPlace`. */
    via: text().notNull().default(''),
    type: text().notNull(),
    /** The key as in `known_hosts`, in base64. */
    key: text().notNull(),
    fingerprint256: text().notNull(),
    pinnedAt: integer('pinned_at').notNull(),
    pinnedBy: text('pinned_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.address, table.port, table.via] })],
);
