import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { settingRows } from '../settings/tables';

/** Its row is there once this data directory seals. */
export const vaultKeyName = 'vaultKey';

/** Which key this data directory seals with. The key itself is in the keychain. */
export function createKeyRow(db: Db) {
  function read(): string | null {
    const value = db.select().from(settingRows).where(eq(settingRows.key, vaultKeyName)).get()?.value;
    return typeof value === 'string' ? value : null;
  }
  return {
    read,
    /** Puts `next` in the place of `before`, unless another process was faster. Gives the one that counts. */
    replace: (before: string | null, next: string): string =>
      db.transaction(
        () => {
          const found = read();
          if (found !== before && found !== null) return found;
          db.insert(settingRows)
            .values({ key: vaultKeyName, value: next })
            .onConflictDoUpdate({ target: settingRows.key, set: { value: next } })
            .run();
          return next;
        },
        { behavior: 'immediate' },
      ),
  };
}
