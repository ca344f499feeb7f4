import { and, asc, count, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Authority } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { conflict, invalid, notFound } from '../errors';
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
    /**
     * `replaces` is the CA whose place the new one takes.
     * @throws AppError CONFLICT when the name has another CA, INVALID when that one cannot be replaced.
     */
    assertFree(name: string, replaces: string | null): void {
      const signing = and(eq(authorityRows.name, name), isNull(authorityRows.replacedAt));
      const current = db.select().from(authorityRows).where(signing).get();
      if ((current?.id ?? null) === replaces) return;
      if (replaces !== null)
        throw invalid(
          `The CA to replace is not the one that signs for "${name}".`,
          'The name of a federation stays the same when its CA is replaced.',
        );
      throw conflict(
        `There is a CA for "${name}" already.`,
        'Use that one. Two CAs of one name could not be told apart, and their kits would refuse each other.',
      );
    },
    /** @throws AppError NOT_FOUND */
    assertProject(projectId: string | null): void {
      if (projectId !== null && !hasProject(projectId)) throw notFound('This project');
    },
    /** All of them, for the board of certificates. */
    all: (): AuthorityRow[] => db.select().from(authorityRows).orderBy(asc(authorityRows.name)).all(),
    /**
     * Makes a CA known; the one that it replaces signs nothing from then on. On the disk when it returns: the key
     * beside it has no other copy.
     */
    insert(row: Omit<AuthorityRow, 'replacedBy' | 'replacedAt'>, replaces: string | null): void {
      // It may have been deleted while the CA was made, which is no reason to lose the CA.
      const known = row.projectId !== null && hasProject(row.projectId);
      const projectId = known ? row.projectId : null;
      durably(() => db.transaction((tx) => insertInPlace(tx, { ...row, projectId }, replaces)));
    },
    /** Those that sign first. `hasKey` says whether the key of a CA is here. */
    list(hasKey: (id: string) => boolean): Authority[] {
      const counts = countRequests(db);
      return db
        .select()
        .from(authorityRows)
        .orderBy(asc(authorityRows.name), desc(authorityRows.createdAt))
        .all()
        .map((row) => ({
          ...row,
          ...(counts.get(row.id) ?? { requests: 0, waiting: 0 }),
          hasKey: hasKey(row.id),
        }));
    },
  };
}

type Transaction = Parameters<Parameters<Store['db']['transaction']>[0]>[0];

/** What waits for a decision of the CA before is the new one's to decide. */
function insertInPlace(
  tx: Transaction,
  row: typeof authorityRows.$inferInsert,
  replaces: string | null,
): void {
  tx.insert(authorityRows).values(row).run();
  if (replaces === null) return;
  tx.update(authorityRows)
    .set({ replacedBy: row.id, replacedAt: row.createdAt })
    .where(eq(authorityRows.id, replaces))
    .run();
  tx.update(incomingRows)
    .set({ authorityId: row.id })
    .where(and(eq(incomingRows.authorityId, replaces), eq(incomingRows.state, 'requested')))
    .run();
}

const countRequests = (db: Store['db']) =>
  new Map(
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

/** @throws AppError CONFLICT when another CA took its place. */
export function assertSigns({ name, replacedAt }: Pick<AuthorityRow, 'name' | 'replacedAt'>): void {
  if (replacedAt === null) return;
  throw conflict(
    `This CA of "${name}" was replaced, and signs nothing any more.`,
    'Take the request to the CA that took its place.',
  );
}
