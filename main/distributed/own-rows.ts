import { and, desc, eq, ne } from 'drizzle-orm';
import type { OwnRequest } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { type AppError, conflict, notFound } from '../errors';
import { ownRequestRows } from './tables';

export type OwnRow = typeof ownRequestRows.$inferSelect;
type Answer = Pick<
  OwnRow,
  | 'signedZip'
  | 'certificateFingerprint'
  | 'notBefore'
  | 'notAfter'
  | 'endpoint'
  | 'caFingerprint'
  | 'caNotBefore'
  | 'caNotAfter'
>;
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
    /** @throws AppError CONFLICT when its kit is made, which may have happened meanwhile. */
    takeAnswer(id: string, answer: Answer): void {
      const open = and(eq(ownRequestRows.id, id), ne(ownRequestRows.state, 'packaged'));
      const change = { ...answer, state: 'signed' as const, signedAt: Date.now() };
      const { changes } = durably(() => db.update(ownRequestRows).set(change).where(open).run());
      if (changes === 0) throw kitIsMade();
    },
    /** Makes the kit known that was made of this signed zip. @throws AppError CONFLICT when another one came in. */
    markPackaged(id: string, signedZip: Buffer): void {
      const same = and(
        eq(ownRequestRows.id, id),
        eq(ownRequestRows.state, 'signed'),
        eq(ownRequestRows.signedZip, signedZip),
      );
      const change = { state: 'packaged' as const, packagedAt: Date.now() };
      const { changes } = durably(() => db.update(ownRequestRows).set(change).where(same).run());
      if (changes > 0) return;
      throw conflict(
        'Another signed zip was taken in while the kit was made.',
        'Make the kit again, with the fingerprint of the CA that signed the new one.',
      );
    },
    remove(id: string): void {
      durably(() => db.delete(ownRequestRows).where(eq(ownRequestRows.id, id)).run());
    },
  };
}

export const kitIsMade = (): AppError =>
  conflict('The kit of this request is made already.', 'Make a new request for another one.');

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
