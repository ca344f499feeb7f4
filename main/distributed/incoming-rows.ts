import { randomUUID } from 'node:crypto';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Incoming } from '../../preload/contract/distributed';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { handoutRows, incomingRows } from './tables';

export type IncomingRow = typeof incomingRows.$inferSelect;
export type IncomingStore = ReturnType<typeof createIncomingStore>;
type Approval = Pick<
  IncomingRow,
  'signedZip' | 'certificateFingerprint' | 'notBefore' | 'notAfter' | 'decidedBy'
>;

/** The rows of requests that came in. */
export function createIncomingStore({ db, durably }: Pick<Store, 'db' | 'durably'>) {
  const find = (id: string) => db.select().from(incomingRows).where(eq(incomingRows.id, id)).get();
  const ofAuthority = (authorityId: string | null) =>
    db
      .select()
      .from(incomingRows)
      .where(authorityId === null ? undefined : eq(incomingRows.authorityId, authorityId))
      .orderBy(desc(incomingRows.receivedAt))
      .all();
  const handoutsOf = db
    .select()
    .from(handoutRows)
    .where(eq(handoutRows.incomingId, sql.placeholder('incomingId')))
    .orderBy(desc(handoutRows.at))
    .prepare();
  const view = (row: IncomingRow, sameName: readonly IncomingRow[]): Incoming => {
    const { requestZip: _request, signedZip: _signed, nvflareId: _id, keyFingerprint, ...rest } = row;
    return {
      ...rest,
      keyFingerprint: row.state === 'requested' ? null : keyFingerprint,
      ...comparedWith(row, sameName),
      handouts: handoutsOf.all({ incomingId: row.id }),
    };
  };
  /** @throws AppError NOT_FOUND */
  function need(id: string): IncomingRow {
    const row = find(id);
    if (!row) throw notFound('This request');
    return row;
  }
  const get = (id: string): Incoming => {
    const row = need(id);
    return view(row, ofAuthority(row.authorityId));
  };
  const decide = (id: string, change: Partial<IncomingRow>, authorityId?: string): void => {
    if (decideOpen(db, id, { change, authorityId })) return;
    throw need(id).state === 'requested' ? replacedMeanwhile() : decided();
  };

  return {
    need,
    get,
    list(authorityId: string | null): Incoming[] {
      const all = ofAuthority(authorityId);
      const byName = groupByName(all);
      return all.map((row) => view(row, byName.get(row.name) ?? []));
    },
    /** All of them, for the board of certificates. */
    all: (): IncomingRow[] => ofAuthority(null),
    /** @throws AppError CONFLICT when this very request is there already. */
    insert(row: typeof incomingRows.$inferInsert): void {
      const { authorityId, nvflareId } = row;
      const same = and(eq(incomingRows.authorityId, authorityId), eq(incomingRows.nvflareId, nvflareId));
      if (db.select({ id: incomingRows.id }).from(incomingRows).where(same).get())
        throw conflict('This request is in the list already.', 'Look for its name there.');
      db.insert(incomingRows).values(row).run();
    },
    /** @throws AppError CONFLICT when it was decided already. */
    assertOpen(row: IncomingRow): void {
      if (row.state !== 'requested') throw decided();
    },
    /**
     * Keeps what the CA of this id has signed.
     * @throws AppError CONFLICT when it was decided already, or another CA has taken the place of that one.
     */
    approve: (id: string, authorityId: string, approval: Approval): void =>
      durably(() => decide(id, { ...approval, state: 'approved' }, authorityId)),
    reject: (id: string, reason: string, decidedBy: string): void =>
      decide(id, { state: 'rejected', reason, decidedBy }),
    addHandout(incomingId: string, handout: { recipient: string; method: string; by: string }): void {
      db.insert(handoutRows)
        .values({ ...handout, incomingId, id: randomUUID(), at: Date.now() })
        .run();
    },
  };
}

/** False when it is decided, or, with an `authorityId`, another CA's by now. */
function decideOpen(
  db: Store['db'],
  id: string,
  { change, authorityId }: { change: Partial<IncomingRow>; authorityId?: string | undefined },
): boolean {
  const open = and(eq(incomingRows.id, id), eq(incomingRows.state, 'requested'));
  const where = authorityId === undefined ? open : and(open, eq(incomingRows.authorityId, authorityId));
  const decision = { ...change, decidedAt: Date.now() };
  return db.update(incomingRows).set(decision).where(where).run().changes > 0;
}

function groupByName(rows: readonly IncomingRow[]): Map<string, IncomingRow[]> {
  const byName = new Map<string, IncomingRow[]>();
  for (const row of rows) {
    const same = byName.get(row.name);
    if (same) same.push(row);
    else byName.set(row.name, [row]);
  }
  return byName;
}

const decidedTime = ({ decidedAt }: IncomingRow): number => decidedAt ?? Infinity;

/** What was signed for the same name before and after. */
function comparedWith(
  row: IncomingRow,
  all: readonly IncomingRow[],
): Pick<Incoming, 'approvedBefore' | 'superseded'> {
  const others = all.filter(
    ({ id, name, authorityId, state }) =>
      id !== row.id && name === row.name && authorityId === row.authorityId && state === 'approved',
  );
  const [before] = others
    .filter((other) => decidedTime(other) < decidedTime(row))
    .toSorted((a, b) => decidedTime(b) - decidedTime(a));
  return {
    approvedBefore: before
      ? { at: before.decidedAt ?? 0, notAfter: before.notAfter, same: identityOf(before) === identityOf(row) }
      : null,
    superseded: row.state === 'approved' && others.some((other) => decidedTime(other) > decidedTime(row)),
  };
}

const identityOf = ({ org, type, role, hostNames }: IncomingRow): string =>
  JSON.stringify([org, type, role, hostNames.toSorted()]);

const replacedMeanwhile = () =>
  conflict(
    'The CA was replaced while it signed this request.',
    'Nothing was kept of it. Sign the request again: it is the new CA that decides.',
  );

const decided = () =>
  conflict('This request is decided already.', 'Ask the requester for a new one if that has to change.');
