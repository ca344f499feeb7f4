import { eq, max } from 'drizzle-orm';
import type { Db } from '../db/open';
import { authorityRows, ownRequestRows } from '../distributed/tables';
import { runRows } from '../provisioning/tables';

/**
 * When the last run succeeded, a CA or a request was made, or one was signed or packaged: a backup of before lacks what
 * came of it. Milliseconds
 * since the epoch; null when there was none.
 */
export function newestKeys(db: Db): number | null {
  const found = [
    db
      .select({ at: max(runRows.finishedAt) })
      .from(runRows)
      .where(eq(runRows.state, 'succeeded'))
      .get(),
    db
      .select({ at: max(authorityRows.createdAt) })
      .from(authorityRows)
      .get(),
    db
      .select({ at: max(ownRequestRows.createdAt) })
      .from(ownRequestRows)
      .get(),
    db
      .select({ at: max(ownRequestRows.signedAt) })
      .from(ownRequestRows)
      .get(),
    db
      .select({ at: max(ownRequestRows.packagedAt) })
      .from(ownRequestRows)
      .get(),
  ].flatMap((row) => (typeof row?.at === 'number' ? [row.at] : []));
  return found.length === 0 ? null : Math.max(...found);
}
