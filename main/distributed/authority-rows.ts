import { asc, count, eq, sql } from 'drizzle-orm';
import type { Authority } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { authorityRows, incomingRows } from './tables';

export type AuthorityRow = typeof authorityRows.$inferSelect;
export type AuthorityStore = ReturnType<typeof createAuthorityStore>;

/** The rows of CAs. */
export function createAuthorityStore({ db, durably }: Pick<Store, 'db' | 'durably'>) {
  const find = (id: string): AuthorityRow | undefined =>
    db.select().from(authorityRows).where(eq(authorityRows.id, id)).get();
  return {
    find,
    /** @throws AppError NOT_FOUND */
    need(id: string): AuthorityRow {
      const row = find(id);
      if (!row) throw notFound('This CA');
      return row;
    },
    /** @throws AppError CONFLICT */
    assertFree(name: string): void {
      if (!db.select().from(authorityRows).where(eq(authorityRows.name, name)).get()) return;
      throw conflict(
        `There is a CA for "${name}" already.`,
        'Use that one. Two CAs of one name could not be told apart, and their kits would refuse each other.',
      );
    },
    /** On the disk when it returns: the key beside it has no other copy. */
    insert(row: AuthorityRow): void {
      durably(() => db.insert(authorityRows).values(row).run());
    },
    list(): Authority[] {
      const counts = new Map(
        db
          .select({
            id: incomingRows.authorityId,
            requests: count(),
            waiting: sql<number>`sum(${incomingRows.state} = 'requested')`,
          })
          .from(incomingRows)
          .groupBy(incomingRows.authorityId)
          .all()
          .map(({ id, requests, waiting }) => [id, { requests, waiting }]),
      );
      return db
        .select()
        .from(authorityRows)
        .orderBy(asc(authorityRows.name))
        .all()
        .map((row) => ({ ...row, ...(counts.get(row.id) ?? { requests: 0, waiting: 0 }) }));
    },
  };
}
