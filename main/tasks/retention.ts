import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { and, desc, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Store } from '../db/open';
import { taskLogFile } from './log-file';
import { taskRows } from './tables';

const dayMs = 86_400_000;

/** What is kept: tasks of so many days, and of their logs no more bytes than this together. */
export interface TaskKeeping {
  days: number;
  logBytes: number;
  /** So many of the newest tasks stay whatever their age, and with their logs. */
  newest?: number;
}

const idOfLog = (name: string): string | null => /^([0-9a-f-]{36})\.log$/.exec(name)?.[1] ?? null;

/**
 * Removes tasks that ended long ago with their logs, logs without a task, and the oldest logs when all together
 * take too much room. `needed` are those that something leads to, such as the runs of projects: they stay, and so
 * does what has not ended.
 */
export function pruneTasks(
  { db }: Pick<Store, 'db'>,
  logs: string,
  { needed, now = Date.now(), keep }: { needed: ReadonlySet<string>; now?: number; keep: TaskKeeping },
): { tasks: number; logs: number } {
  const old = db
    .select({ id: taskRows.id })
    .from(taskRows)
    .where(and(isNotNull(taskRows.finishedAt), lt(taskRows.finishedAt, now - keep.days * dayMs)))
    .all();
  const newest = new Set([...newestIds(db, keep.newest ?? 200), ...unfinishedIds(db)]);
  const gone = old.map(({ id }) => id).filter((id) => !needed.has(id) && !newest.has(id));
  for (let at = 0; at < gone.length; at += 500)
    db.delete(taskRows)
      .where(inArray(taskRows.id, gone.slice(at, at + 500)))
      .run();
  gone.forEach((id) => rmSync(taskLogFile(logs, id), { force: true }));
  return { tasks: gone.length, logs: pruneLogs(db, logs, { newest, needed, now, most: keep.logBytes }) };
}

const newestIds = (db: Store['db'], count: number): string[] =>
  db
    .select({ id: taskRows.id })
    .from(taskRows)
    .orderBy(desc(taskRows.createdAt))
    .limit(count)
    .all()
    .map(({ id }) => id);

const unfinishedIds = (db: Store['db']): string[] =>
  db
    .select({ id: taskRows.id })
    .from(taskRows)
    .where(isNull(taskRows.finishedAt))
    .all()
    .map(({ id }) => id);

interface LogPolicy {
  newest: ReadonlySet<string>;
  needed: ReadonlySet<string>;
  now: number;
  most: number;
}

function pruneLogs(db: Store['db'], logs: string, { newest, needed, now, most }: LogPolicy): number {
  const known = new Set(
    db
      .select({ id: taskRows.id })
      .from(taskRows)
      .all()
      .map(({ id }) => id),
  );
  const files = (existsSync(logs) ? readdirSync(logs) : []).flatMap((name) => {
    const id = idOfLog(name);
    const file = path.join(logs, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    return id && stat ? [{ id, file, size: stat.size, at: stat.mtimeMs }] : [];
  });
  let total = files.reduce((sum, { size }) => sum + size, 0);
  let removed = 0;
  for (const { id, file, size, at } of files.toSorted((a, b) => a.at - b.at)) {
    // A task that is just beginning may have its log before its row is seen here.
    const stray = !known.has(id) && now - at > dayMs;
    if (!stray && (total <= most || newest.has(id) || needed.has(id))) continue;
    rmSync(file, { force: true });
    total -= size;
    removed += 1;
  }
  return removed;
}
