import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { portProtocols } from '../../preload/contract/host-ports';
import { hostRows } from '../hosts/tables';

/** Ports of hosts that are kept for something, whether or not anything listens there yet. */
export const portReservationRows = sqliteTable(
  'port_reservations',
  {
    hostId: text('host_id')
      .notNull()
      .references(() => hostRows.id, { onDelete: 'cascade' }),
    port: integer().notNull(),
    protocol: text({ enum: portProtocols }).notNull(),
    /** Who releases it, such as `kit:<id>`; `person` is whoever asked for it by hand. */
    owner: text().notNull(),
    /** What for, as people read it. */
    purpose: text().notNull(),
    since: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hostId, table.port, table.protocol] })],
);
