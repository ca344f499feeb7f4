import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { DeploymentState, Place } from '../../preload/contract/deployments';
import { kitTypes } from '../../preload/contract/kits';

/**
 * Which kit was put where. No reference to the kit or the host: what is out there stays there when either is
 * removed here, and the row says by itself what it is.
 */
export const deploymentRows = sqliteTable(
  'deployments',
  {
    id: text().primaryKey(),
    hostId: text('host_id').notNull(),
    hostName: text('host_name').notNull(),
    /** The folder, or the container's name: with the host and its kind, one place. */
    target: text().notNull(),
    place: text({ mode: 'json' }).$type<Place>().notNull(),
    ownStorage: integer('own_storage', { mode: 'boolean' }).notNull(),
    projectId: text('project_id').notNull(),
    projectName: text('project_name').notNull(),
    participant: text().notNull(),
    type: text({ enum: kitTypes }).notNull(),
    kitId: text('kit_id').notNull(),
    runNumber: integer('run_number').notNull(),
    fingerprint256: text().notNull(),
    /** TCP ports that a server listens on. */
    ports: text({ mode: 'json' }).$type<number[]>().notNull(),
    deployedAt: integer('deployed_at').notNull(),
    deployedBy: text('deployed_by').notNull(),
    /** As last seen. */
    state: text({ mode: 'json' }).$type<DeploymentState>(),
  },
  (table) => [index('deployments_host').on(table.hostId)],
);
