import { desc, eq } from 'drizzle-orm';
import type { OwnRequest } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { notFound } from '../errors';
import { ownRequestRows } from './tables';

export type OwnRow = typeof ownRequestRows.$inferSelect;
export type OwnStore = ReturnType<typeof createOwnStore>;

/** The rows of requests that were made here. */
export function createOwnStore({ db, durably }: Pick<Store, 'db' | 'durably'>) {
  const find = (id: string): OwnRow | undefined =>
    db.select().from(ownRequestRows).where(eq(ownRequestRows.id, id)).get();
  return {
    find,
    /** @throws AppError NOT_FOUND */
    need(id: string): OwnRow {
      const row = find(id);
      if (!row) throw notFound('This request');
      return row;
    },
    list: (): OwnRequest[] =>
      db.select().from(ownRequestRows).orderBy(desc(ownRequestRows.createdAt)).all().map(toOwnRequest),
    /** On the disk when it returns, as is the key by then. */
    insert(row: typeof ownRequestRows.$inferInsert): void {
      durably(() => db.insert(ownRequestRows).values(row).run());
    },
    update(id: string, change: Partial<OwnRow>): void {
      durably(() => db.update(ownRequestRows).set(change).where(eq(ownRequestRows.id, id)).run());
    },
    remove(id: string): void {
      durably(() => db.delete(ownRequestRows).where(eq(ownRequestRows.id, id)).run());
    },
  };
}

/** The CA's fingerprint is held back until it was compared: it would be copied from here otherwise. */
export function toOwnRequest(row: OwnRow): OwnRequest {
  const { requestZip: _request, signedZip: _signed, nvflareId: _id, caFingerprint, ...rest } = row;
  return { ...rest, caFingerprint: row.state === 'packaged' ? caFingerprint : null };
}
