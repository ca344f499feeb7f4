import { asc, count, eq, sql } from 'drizzle-orm';
import type { Authority } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { projectRows } from '../projects/tables';
import { authorityRows, incomingRows } from './tables';

export type AuthorityRow = typeof authorityRows.$inferSelect;
export type AuthorityStore = ReturnType<typeof createAuthorityStore>;

/** The rows of CAs. */
export function createAuthorityStore({ db, durably }: Pick<Store, 'db' | 'durably'>) {
  const find = (id: string): AuthorityRow | undefined =>
    db.select().from(authorityRows).where(eq(authorityRows.id, id)).get();
  const hasProject = (id: string): boolean =>
    db.select({ id: projectRows.id }).from(projectRows).where(eq(projectRows.id, id)).get() !== undefined;
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
    /** @throws AppError NOT_FOUND */
    assertProject(projectId: string | null): void {
      if (projectId !== null && !hasProject(projectId)) throw notFound('This project');
    },
    /** On the disk when it returns: the key beside it has no other copy. */
    insert(row: AuthorityRow): void {
      // It may have been deleted while the CA was made, which is no reason to lose the CA.
      const known = row.projectId !== null && hasProject(row.projectId);
      const projectId = known ? row.projectId : null;
      durably(() =>
        db
          .insert(authorityRows)
          .values({ ...row, projectId })
          .run(),
      );
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
