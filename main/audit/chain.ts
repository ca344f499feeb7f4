import { createHash } from 'node:crypto';
import type { AuditRow } from '../../preload/contract/audit';

/** The hash "before" the first row. */
export const genesis = '0'.repeat(64);

/**
 * SHA-256 over a JSON array of the row before's hash and every field of this row, in this order. The form is
 * part of the export's format: anyone can recompute it.
 */
export function hashRow(previous: string, row: Omit<AuditRow, 'hash'>): string {
  const { id, at, actor, door, action, subject, result, code, requestId } = row;
  return createHash('sha256')
    .update(JSON.stringify([previous, id, at, actor, door, action, subject, result, code, requestId]))
    .digest('hex');
}

/** Where a run of rows first fails to fit: a changed hash, or a number that does not follow. Null: all fits. */
export function firstMisfit(rows: AuditRow[], from: { id: number; hash: string }): number | null {
  let { id, hash } = from;
  for (const row of rows) {
    if (row.id !== id + 1 || row.hash !== hashRow(hash, row)) return row.id;
    ({ id, hash } = row);
  }
  return null;
}
