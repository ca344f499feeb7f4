import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { settingRows } from '../settings/tables';

/** Its row is there once nothing was found in clear any more. A copy of the store that goes into a backup is without it. */
export const allSealedName = 'allSealed';

/** Whether every key that rests on the disk is known to be sealed, so that nobody has to look. */
export const createAllSealed = (db: Db) => ({
  isSet: (): boolean =>
    db.select().from(settingRows).where(eq(settingRows.key, allSealedName)).get() !== undefined,
  set: (): void =>
    void db.insert(settingRows).values({ key: allSealedName, value: true }).onConflictDoNothing().run(),
  clear: (): void => void db.delete(settingRows).where(eq(settingRows.key, allSealedName)).run(),
});
