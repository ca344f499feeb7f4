import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../provisioning/run-rows';
import { runRows } from '../provisioning/tables';
import type { KitRecord } from './kit-collection';
import { kitHistoryRows, kitRows } from './tables';

/** SQLite takes 32,766 values in one statement; a kit has some fifteen. */
const rowsAtOnce = 500;

/** Stores the kits of a run, and what is to be remembered of them after they are gone. */
export function insertKits(transaction: Transaction, runId: string, kits: KitRecord[]): void {
  const run = transaction
    .select({ projectId: runRows.projectId, runNumber: runRows.number })
    .from(runRows)
    .where(eq(runRows.id, runId))
    .get();
  if (!run) throw new Error(`no run ${runId} to add kits to`);
  const at = Date.now();
  for (let from = 0; from < kits.length; from += rowsAtOnce) {
    const batch = kits.slice(from, from + rowsAtOnce).map((kit) => ({ ...kit, id: randomUUID(), runId }));
    transaction
      .insert(kitRows)
      .values(batch.map(({ facts: _, ...kit }) => kit))
      .run();
    transaction
      .insert(kitHistoryRows)
      .values(batch.map(({ id, facts, ...kit }) => ({ ...kit, ...facts, ...run, kitId: id, at })))
      .run();
  }
}
