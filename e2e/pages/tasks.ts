import { randomUUID } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';

const dayMs = 86_400_000;

const open = (data: string) => new Database(path.join(data, 'fedwright.db'));

/** Tasks as of somebody who has worked for long: finished so many days ago. */
export function addTasks(data: string, { count, daysAgo }: { count: number; daysAgo: number }): void {
  const database = open(data);
  const at = Date.now() - daysAgo * dayMs;
  const insert = database.prepare(
    `insert into tasks (id, kind, title, state, input, instance_id, started_by, created_at, finished_at)
     values (?, 'upkeep.backup', 'Of long ago', 'succeeded', '{}', 'gone', 'owner', ?, ?)`,
  );
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) insert.run(randomUUID(), at, at);
  })();
  database.close();
}

/** How many finished tasks are at least so many days old. */
export function countTasks(data: string, daysAgo: number): number {
  const database = open(data);
  const before = Date.now() - daysAgo * dayMs;
  const count = database.prepare('select count(*) from tasks where finished_at < ?').pluck().get(before);
  database.close();
  return Number(count);
}
