import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { expiryAlertRows } from './tables';

/** Remembers which certificates were announced at which threshold. */
export function createAlertStore(db: Db) {
  const isNews = (tx: Pick<Db, 'select'>, fingerprint256: string, threshold: number): boolean => {
    const row = tx
      .select()
      .from(expiryAlertRows)
      .where(eq(expiryAlertRows.fingerprint256, fingerprint256))
      .get();
    return row === undefined || row.threshold > threshold;
  };
  return {
    /**
     * Those of `due` that nobody announced at their threshold yet; they count as announced from now on. Of two
     * windows on the same store, one gets each.
     */
    claim<T extends { fingerprint256: string; threshold: number }>(due: readonly T[], at: number): T[] {
      // Without news nothing is written: a write makes every page ask again for what it shows.
      if (!due.some((one) => isNews(db, one.fingerprint256, one.threshold))) return [];
      return db.transaction(
        (tx) => {
          const news = due.filter((one) => isNews(tx, one.fingerprint256, one.threshold));
          for (const { fingerprint256, threshold } of news)
            tx.insert(expiryAlertRows)
              .values({ fingerprint256, threshold, at })
              .onConflictDoUpdate({ target: expiryAlertRows.fingerprint256, set: { threshold, at } })
              .run();
          return news;
        },
        { behavior: 'immediate' },
      );
    },
  };
}
