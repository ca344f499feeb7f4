import { desc, eq, inArray } from 'drizzle-orm';
import type { Handover } from '../../preload/contract/kits';
import type { Db } from '../db/open';
import { handoverRows, receiptRows } from './tables';

/** SQLite takes so many values in one question. */
const idsAtOnce = 500;

/** The rows of hand-overs, each with its receipt if it has one. */
export function createHandoverStore(db: Db) {
  const select = () =>
    db
      .select({ handover: handoverRows, receipt: receiptRows })
      .from(handoverRows)
      .leftJoin(receiptRows, eq(receiptRows.handoverId, handoverRows.id));
  const join = ({ handover, receipt }: ReturnType<ReturnType<typeof select>['all']>[number]): Handover => ({
    ...handover,
    receipt,
  });
  const findHandover = (id: string) => {
    const row = select().where(eq(handoverRows.id, id)).get();
    return row && { ...join(row), projectName: row.handover.projectName };
  };

  return {
    findHandover,
    /** Of one kit or several, the newest first. */
    handovers(kitIds: string[]): Handover[] {
      const found: Handover[] = [];
      for (let at = 0; at < kitIds.length; at += idsAtOnce) {
        const some = inArray(handoverRows.kitId, kitIds.slice(at, at + idsAtOnce));
        found.push(...select().where(some).orderBy(desc(handoverRows.at)).all().map(join));
      }
      return found;
    },
    addHandover(row: typeof handoverRows.$inferInsert): Handover {
      return { ...db.insert(handoverRows).values(row).returning().get(), receipt: null };
    },
    removeHandover(id: string): void {
      db.delete(handoverRows).where(eq(handoverRows.id, id)).run();
    },
    /** False when the hand-over has a receipt already. */
    addReceipt: (row: typeof receiptRows.$inferInsert): boolean =>
      db.insert(receiptRows).values(row).onConflictDoNothing().run().changes === 1,
  };
}
