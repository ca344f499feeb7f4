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
  const run = db
    .select({ at: max(runRows.finishedAt) })
    .from(runRows)
    .where(eq(runRows.state, 'succeeded'))
    .get();
  const authority = db
    .select({ at: max(authorityRows.createdAt) })
    .from(authorityRows)
    .get();
  const { createdAt, signedAt, packagedAt } = ownRequestRows;
  const request = db
    .select({ made: max(createdAt), signed: max(signedAt), packaged: max(packagedAt) })
    .from(ownRequestRows)
    .get();
  const all = [run?.at, authority?.at, request?.made, request?.signed, request?.packaged];
  const found = all.filter((at) => typeof at === 'number');
  return found.length === 0 ? null : Math.max(...found);
}
