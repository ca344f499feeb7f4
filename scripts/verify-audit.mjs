// Verifies an exported audit trail without Fedwright: node scripts/verify-audit.mjs trail.jsonl
// Each row's hash is the SHA-256 of a JSON array of the hash before it and the row's fields in this order.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const file = process.argv[2];
if (!file) {
  process.stderr.write('Usage: node scripts/verify-audit.mjs trail.jsonl\n');
  process.exit(2);
}
let hash = '0'.repeat(64);
let id = 0;
for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
  const row = JSON.parse(line);
  const { at, actor, door, action, subject, result, code, requestId } = row;
  const fields = [hash, row.id, at, actor, door, action, subject, result, code, requestId];
  const expected = createHash('sha256').update(JSON.stringify(fields)).digest('hex');
  if (row.id !== id + 1 || row.hash !== expected) {
    process.stdout.write(`Row ${row.id} does not fit.\n`);
    process.exit(1);
  }
  ({ id, hash } = row);
}
process.stdout.write(`${id} rows fit together. Head: ${hash}\n`);
