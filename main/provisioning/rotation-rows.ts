import { randomUUID } from 'node:crypto';
import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Store } from '../db/open';
import { conflict } from '../errors';
import { handoverRows, isCurrentKit, kitHistoryRows, kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import type { Transaction } from './run-rows';
import { rotationRows, runRows } from './tables';

export type RotationRow = typeof rotationRows.$inferSelect;
type RunError = NonNullable<(typeof runRows.$inferSelect)['error']>;
export type RotationStore = ReturnType<typeof createRotationStore>;

/** The rows of rotations, and what of kits and hand-overs a rotation goes by. */
export function createRotationStore({ db, durably }: Pick<Store, 'db' | 'durably'>) {
  const isOpen = isNull(rotationRows.endedAt);
  return {
    /** The runs whose state holds an old CA that is not given up yet. */
    oldRuns: (): string[] =>
      db
        .select({ id: rotationRows.oldRunId })
        .from(rotationRows)
        .where(isOpen)
        .all()
        .map(({ id }) => id),
    open: (projectId: string): RotationRow | undefined =>
      db
        .select()
        .from(rotationRows)
        .where(and(eq(rotationRows.projectId, projectId), isOpen))
        .get(),
    allOpen: (): RotationRow[] => db.select().from(rotationRows).where(isOpen).all(),
    /** Begins the rotation that a run has made a CA for, in the transaction in which the run succeeds. */
    begin(transaction: Transaction, run: { id: string; projectId: string }): void {
      const own = transaction.select().from(runRows).where(eq(runRows.id, run.id)).get();
      const old = own && olderRun(transaction, own);
      const other = transaction
        .select({ id: rotationRows.id })
        .from(rotationRows)
        .where(and(eq(rotationRows.projectId, run.projectId), isOpen))
        .get();
      if (other) throw conflict('The CA is being rotated already.', 'Finish that rotation, or abandon it.');
      if (!own || !old) throw conflict('There is no CA to rotate.', 'Provision the project.');
      transaction
        .insert(rotationRows)
        .values({
          ...{ id: randomUUID(), projectId: run.projectId, oldRunId: old.id, newRunId: run.id },
          ...{ startedBy: own.startedBy, startedAt: Date.now() },
        })
        .run();
    },
    end(id: string, outcome: 'finished' | 'abandoned'): void {
      db.update(rotationRows).set({ outcome, endedAt: Date.now() }).where(eq(rotationRows.id, id)).run();
    },
    /**
     * Undoes the runs since the rotation: they end as cancelled, their kits are forgotten. On the disk when this
     * returns.
     * @returns the runs whose files can go.
     * @throws AppError CONFLICT when one of their kits was handed over.
     */
    abandon: (rotation: RotationRow, error: RunError): string[] =>
      durably(() => db.transaction((transaction) => undo(transaction, rotation, error))),
    /** Everyone who has to get a new kit, and since when they have a kit with their new certificate. */
    checklist(projectId: string) {
      // All at once: asked for each kit, it would be kits times hand-overs.
      const given = db
        .select({
          fingerprint256: handoverRows.fingerprint256,
          firstAt: sql<number>`min(${handoverRows.at})`.as('first_at'),
        })
        .from(handoverRows)
        .groupBy(handoverRows.fingerprint256)
        .as('given');
      return db
        .select({
          ...{ kitId: kitRows.id, participant: kitRows.participant, type: kitRows.type },
          handedAt: given.firstAt,
        })
        .from(kitRows)
        .leftJoin(given, eq(given.fingerprint256, kitRows.fingerprint256))
        .innerJoin(runRows, eq(runRows.id, kitRows.runId))
        .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
        .where(and(eq(runRows.projectId, projectId), isCurrentKit))
        .orderBy(
          sql`case ${kitRows.type} when 'server' then 0 when 'relay' then 1 when 'client' then 2 else 3 end`,
          kitRows.participant,
        )
        .all();
    },
  };
}

const olderRun = (transaction: Transaction, run: { projectId: string; number: number }) =>
  transaction
    .select({ id: runRows.id })
    .from(runRows)
    .where(
      and(
        eq(runRows.projectId, run.projectId),
        eq(runRows.state, 'succeeded'),
        lt(runRows.number, run.number),
      ),
    )
    .orderBy(desc(runRows.number))
    .get();

const firstNumber = ({ newRunId }: RotationRow) =>
  sql`(select number from runs as first where first.id = ${newRunId})`;

/** The succeeded runs with the new CA. */
const runsSince = (transaction: Transaction, rotation: RotationRow): string[] =>
  transaction
    .select({ id: runRows.id })
    .from(runRows)
    .where(
      and(
        eq(runRows.projectId, rotation.projectId),
        eq(runRows.state, 'succeeded'),
        gte(runRows.number, firstNumber(rotation)),
      ),
    )
    .all()
    .map(({ id }) => id);

/**
 * Forgets what the kits with the new CA were, those of runs that were cleaned up too: the newest CA of the history
 * says which of the kits that are out are worth nothing.
 */
const forgetKitsSince = (transaction: Transaction, rotation: RotationRow) =>
  transaction
    .delete(kitHistoryRows)
    .where(
      and(
        eq(kitHistoryRows.projectId, rotation.projectId),
        gte(kitHistoryRows.runNumber, firstNumber(rotation)),
      ),
    )
    .run();

function undo(transaction: Transaction, rotation: RotationRow, error: RunError): string[] {
  const ids = runsSince(transaction, rotation);
  const out = transaction
    .select({ participant: kitRows.participant })
    .from(kitRows)
    .innerJoin(handoverRows, eq(handoverRows.kitId, kitRows.id))
    .where(inArray(kitRows.runId, ids))
    .get();
  if (out)
    throw conflict(
      `The new kit of ${out.participant} was handed over already.`,
      'Who has a new kit cannot go back to the old CA. Hand over the other kits, and finish the rotation.',
    );
  transaction.delete(kitRows).where(inArray(kitRows.runId, ids)).run();
  forgetKitsSince(transaction, rotation);
  transaction.update(runRows).set({ state: 'cancelled', error }).where(inArray(runRows.id, ids)).run();
  transaction
    .update(rotationRows)
    .set({ outcome: 'abandoned', endedAt: Date.now() })
    .where(eq(rotationRows.id, rotation.id))
    .run();
  return ids;
}
