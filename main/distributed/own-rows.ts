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
  /** Newest first. */
  const all = (): OwnRow[] => db.select().from(ownRequestRows).orderBy(desc(ownRequestRows.createdAt)).all();
  /** @throws AppError NOT_FOUND */
  function need(id: string): OwnRow {
    const row = find(id);
    if (!row) throw notFound('This request');
    return row;
  }
  return {
    find,
    need,
    all,
    list(): OwnRequest[] {
      const rows = all();
      return rows.map((row) => toOwnRequest(row, rows));
    },
    /** @throws AppError NOT_FOUND */
    get: (id: string): OwnRequest => toOwnRequest(need(id), all()),
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
function toOwnRequest(row: OwnRow, all: readonly OwnRow[]): OwnRequest {
  const { requestZip: _request, signedZip: _signed, nvflareId: _id, caFingerprint, ...shown } = row;
  const { caNotBefore: _before, caNotAfter: _after, ...rest } = shown;
  return {
    ...rest,
    ...comparedWith(row, all),
    caFingerprint: row.state === 'packaged' ? caFingerprint : null,
  };
}

/** The kits that were made for the same name before and after. */
function comparedWith(row: OwnRow, all: readonly OwnRow[]): Pick<OwnRequest, 'renews' | 'supersededBy'> {
  const madeAt = ({ packagedAt }: OwnRow): number => packagedAt ?? Infinity;
  const others = all
    .filter(
      ({ id, project, name, state }) =>
        id !== row.id && project === row.project && name === row.name && state === 'packaged',
    )
    .toSorted((a, b) => madeAt(b) - madeAt(a));
  return {
    renews: others.find((other) => madeAt(other) < madeAt(row))?.id ?? null,
    supersededBy: others.find((other) => madeAt(other) > madeAt(row))?.id ?? null,
  };
}
