import { eq } from 'drizzle-orm';
import type { Db } from '../db/open';
import { settingRows } from '../settings/tables';

/** Its row is there once nothing was found in clear any more. A copy of the store that goes into a backup is without it. */
export const allSealedName = 'allSealed';
/** The value of the row. Another one says that fewer places were looked at than there are now. */
const placesKnown = 2;

/** Whether every key that rests on the disk is known to be sealed, so that nobody has to look. */
export const createAllSealed = (db: Db) => ({
  isSet: (): boolean =>
    db.select().from(settingRows).where(eq(settingRows.key, allSealedName)).get()?.value === placesKnown,
  set: (): void =>
    void db
      .insert(settingRows)
      .values({ key: allSealedName, value: placesKnown })
      .onConflictDoUpdate({ target: settingRows.key, set: { value: placesKnown } })
      .run(),
  clear: (): void => void db.delete(settingRows).where(eq(settingRows.key, allSealedName)).run(),
});
