import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { settingRows } from '../settings/tables';

const name = 'sealingLookedAt';
const waitMs = 60 * 60 * 1000;

/** Remembers across commands that sealing could do nothing, so that not each of them asks the keychain again. */
export const createPatience = (db: Db) => ({
  isWaiting(now = Date.now()): boolean {
    const at = db.select().from(settingRows).where(eq(settingRows.key, name)).get()?.value;
    // A clock that was set back must not make it wait longer.
    return typeof at === 'number' && Math.abs(now - at) < waitMs;
  },
  wait: (now = Date.now()): void =>
    void db
      .insert(settingRows)
      .values({ key: name, value: now })
      .onConflictDoUpdate({ target: settingRows.key, set: { value: now } })
      .run(),
});
