import { and, eq } from 'drizzle-orm';
import type { PortProtocol } from '../../preload/contract/host-ports';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { portReservationRows } from './tables';

export type Reservation = typeof portReservationRows.$inferSelect;

/** Ports that are kept, in the store, so that every door and every process sees them. */
export function createReservations({ db }: Pick<Store, 'db'>) {
  const where = (hostId: string, port: number, protocol: PortProtocol) =>
    and(
      eq(portReservationRows.hostId, hostId),
      eq(portReservationRows.port, port),
      eq(portReservationRows.protocol, protocol),
    );

  return {
    list: (hostId: string): Reservation[] =>
      db.select().from(portReservationRows).where(eq(portReservationRows.hostId, hostId)).all(),
    /** All of them or none; those that the same owner keeps already stay. @throws AppError CONFLICT */
    add(rows: Omit<Reservation, 'since'>[]): void {
      db.transaction(
        (tx) => {
          for (const row of rows) {
            const { hostId, port, protocol } = row;
            const held = tx
              .select()
              .from(portReservationRows)
              .where(where(hostId, port, protocol))
              .get();
            if (held && held.owner !== row.owner) throw kept(held);
            const values = { ...row, since: Date.now() };
            if (!held) tx.insert(portReservationRows).values(values).run();
          }
        },
        { behavior: 'immediate' },
      );
    },
    /** @throws AppError NOT_FOUND */
    remove(hostId: string, port: number, protocol: PortProtocol): void {
      const { changes } = db
        .delete(portReservationRows)
        .where(where(hostId, port, protocol))
        .run();
      if (changes === 0) throw notFound('This reservation');
    },
    removeOf(owner: string): void {
      db.delete(portReservationRows).where(eq(portReservationRows.owner, owner)).run();
    },
  };
}

const kept = ({ port, protocol, purpose }: Reservation) =>
  conflict(
    `Port ${port}/${protocol} is reserved for "${purpose}".`,
    'Choose another port, or release the reservation.',
  );
