import { and, desc, gt, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import { type AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { AuditRow } from '../../preload/contract/audit';
import type { Db } from '../db/open';
import type { Log } from '../logs/log';
import type { AuditSink } from '../rpc/base';
import { firstMisfit, genesis, hashRow } from './chain';
import { auditHead, auditRows } from './tables';

export type Audit = ReturnType<typeof createAudit>;
type Entry = Parameters<AuditSink['record']>[0] & { at: number };

interface Wanted {
  limit: number;
  before: number | null;
  search: string;
  /** Calls that the search means as well: those that pages have such words for. */
  actions?: string[];
}

const batch = 1000;

/** The trail of what was done: only ever added to, each row chained to the one before. */
export function createAudit({ db, log }: { db: Db; log: Log }) {
  // Rows that could not be written (a full disk, a long lock) wait here and go first next time.
  const waiting: Entry[] = [];

  const head = () => db.select().from(auditHead).get() ?? { rows: 0, hash: genesis };

  function append(entry: Entry): void {
    db.transaction(
      (tx) => {
        const last = tx.select().from(auditHead).get() ?? { rows: 0, hash: genesis };
        const row = { ...entry, id: last.rows + 1 };
        const hash = hashRow(last.hash, row);
        tx.insert(auditRows)
          .values({ ...row, hash })
          .run();
        tx.insert(auditHead)
          .values({ id: 1, rows: row.id, hash })
          .onConflictDoUpdate({ target: auditHead.id, set: { rows: row.id, hash } })
          .run();
      },
      // Takes the write lock before reading the head: no other process can slip a row in between.
      { behavior: 'immediate' },
    );
  }

  function flush(): void {
    try {
      for (let entry = waiting[0]; entry; entry = waiting[0]) {
        append(entry);
        waiting.shift();
      }
    } catch (error) {
      log.error({ err: error, waiting: waiting.length }, 'the audit trail could not be written');
    }
  }

  function verify() {
    const end = head();
    let at = { id: 0, hash: genesis };
    for (const rows of batches(db)) {
      const bad = firstMisfit(rows, at);
      if (bad !== null) return verdict(end.rows, at.hash, bad);
      at = rows.at(-1) ?? at;
    }
    // Rows were taken off the end, or the head itself was changed.
    if (at.id !== end.rows || at.hash !== end.hash) return verdict(end.rows, at.hash, at.id + 1);
    return verdict(at.id, at.hash, null);
  }

  return {
    record(entry: Omit<Entry, 'at'>): void {
      waiting.push({ ...entry, subject: storable(entry.subject), at: Date.now() });
      flush();
    },
    list({ limit, before, search, actions = [] }: Wanted) {
      const found = search ? matching(search, actions) : undefined;
      const rows = db
        .select()
        .from(auditRows)
        .where(and(found, before === null ? undefined : lt(auditRows.id, before)))
        .orderBy(desc(auditRows.id))
        .limit(limit)
        .all();
      return { rows, total: count(db), matching: count(db, found) };
    },
    /** Recomputes the chain from the first row to the head, on one state of the store: others write meanwhile. */
    verify: () => db.transaction(verify),
    /** Every row as one line of JSON, oldest first. */
    *lines(): Generator<string> {
      for (const rows of batches(db)) for (const row of rows) yield `${JSON.stringify(row)}\n`;
    },
  };
}

/**
 * As SQLite gives it back: half of a surrogate pair, sent as such or left by a cut, becomes U+FFFD in UTF-8. The
 * hash has to be over that.
 */
const storable = (text: string | null): string | null =>
  text === null ? null : Buffer.from(text, 'utf8').toString('utf8');

const count = (db: Db, where?: SQL): number =>
  db
    .select({ rows: sql<number>`count(*)` })
    .from(auditRows)
    .where(where)
    .get()?.rows ?? 0;

function* batches(db: Db): Generator<AuditRow[]> {
  for (let after = 0; ;) {
    const rows = db
      .select()
      .from(auditRows)
      .where(gt(auditRows.id, after))
      .orderBy(auditRows.id)
      .limit(batch)
      .all();
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.id;
  }
}

function matching(search: string, actions: string[]): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const like = (column: AnySQLiteColumn) => sql`${column} like ${pattern} escape '\\'`;
  const { action, actor, subject, result, code, requestId } = auditRows;
  return or(...[action, actor, subject, result, code, requestId].map(like), inArray(action, actions));
}

function verdict(rows: number, head: string, firstBad: number | null) {
  const message =
    firstBad === null
      ? `The chain of ${rows === 1 ? '1 row' : `all ${rows} rows`} is unbroken.`
      : `Row ${firstBad} was changed, removed or put elsewhere. Rows before it fit together.`;
  return { ok: firstBad === null, rows, head, firstBad, message };
}
