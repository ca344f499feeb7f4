import { and, eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { expiryAlertRows } from './tables';

interface Due {
  fingerprint256: string;
  threshold: number;
}

interface Claimed extends Due {
  last: number | null;
}

/** Remembers which certificates were announced at which threshold. */
export function createAlertStore(db: Db) {
  /** The threshold at which a certificate was announced last; null when it never was. */
  const lastOf = (tx: Pick<Db, 'select'>, fingerprint256: string): number | null =>
    tx.select().from(expiryAlertRows).where(eq(expiryAlertRows.fingerprint256, fingerprint256)).get()
      ?.threshold ?? null;
  const isNews = (last: number | null, threshold: number): boolean => last === null || last > threshold;
  return {
    /**
     * Those of `due` that nobody announced at their threshold yet; they count as announced from now on. Of two
     * windows on the same store, one gets each. `last` is what `giveBack` needs.
     */
    claim<T extends Due>(due: readonly T[], at: number): (T & Claimed)[] {
      // Without news nothing is written: a write makes every page ask again for what it shows.
      if (!due.some((one) => isNews(lastOf(db, one.fingerprint256), one.threshold))) return [];
      return db.transaction(
        (tx) => {
          const news = due
            .map((one) => ({ ...one, last: lastOf(tx, one.fingerprint256) }))
            .filter(({ last, threshold }) => isNews(last, threshold));
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
    /** For when nobody was told after all: they are news again. */
    giveBack(claimed: readonly Claimed[]): void {
      db.transaction(
        (tx) => {
          for (const { fingerprint256, threshold, last } of claimed) {
            const row = and(
              eq(expiryAlertRows.fingerprint256, fingerprint256),
              eq(expiryAlertRows.threshold, threshold),
            );
            if (last === null) tx.delete(expiryAlertRows).where(row).run();
            else tx.update(expiryAlertRows).set({ threshold: last }).where(row).run();
          }
        },
        { behavior: 'immediate' },
      );
    },
  };
}
