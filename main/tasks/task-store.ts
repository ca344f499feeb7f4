import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { taskRows } from './tables';
import type { TaskRow } from './task-row';

export type TaskChange = Partial<typeof taskRows.$inferInsert>;
export type TaskStore = ReturnType<typeof createTaskStore>;

/** At most one unfinished task holds a lock, over all processes on this data directory. */
export interface TaskLock {
  name: string;
  /** What to say to the one who comes second. */
  busy: string;
}

/** Tasks as rows. Every change raises the row's version, by which watchers see it. */
export function createTaskStore({ db }: Pick<Store, 'db'>) {
  const find = (taskId: string): TaskRow | undefined =>
    db.select().from(taskRows).where(eq(taskRows.id, taskId)).get();
  return {
    find,
    /** @throws AppError NOT_FOUND */
    need(taskId: string): TaskRow {
      const row = find(taskId);
      if (!row) throw notFound('This task');
      return row;
    },
    /** @throws AppError CONFLICT when another unfinished task holds the lock. */
    insert(row: typeof taskRows.$inferInsert, lock: TaskLock | undefined): void {
      try {
        db.insert(taskRows)
          .values({ ...row, lock: lock?.name ?? null })
          .run();
      } catch (error) {
        if (lock && isLockTaken(error)) throw conflict(lock.busy, 'Wait for it to end, or cancel it.');
        throw error;
      }
    },
    update(taskId: string, change: TaskChange): void {
      db.update(taskRows)
        .set({ ...change, version: sql`${taskRows.version} + 1` })
        .where(eq(taskRows.id, taskId))
        .run();
    },
    dismiss(taskId: string): void {
      db.update(taskRows)
        .set({ dismissed: true, version: sql`${taskRows.version} + 1` })
        .where(and(eq(taskRows.id, taskId), sql`${taskRows.finishedAt} is not null`))
        .run();
    },
    /** Newest first; for the tray, without those that were dismissed. */
    list({ limit, tray = false }: { limit: number; tray?: boolean }): TaskRow[] {
      const inTray = or(eq(taskRows.dismissed, false), inArray(taskRows.state, ['queued', 'running']));
      const wanted = tray ? inTray : undefined;
      return db.select().from(taskRows).where(wanted).orderBy(desc(taskRows.createdAt)).limit(limit).all();
    },
    unfinished: (): TaskRow[] =>
      db
        .select()
        .from(taskRows)
        .where(inArray(taskRows.state, ['queued', 'running']))
        .all(),
  };
}

const isLockTaken = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_UNIQUE';
};
