import { and, desc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Store } from '../db/open';
import { conflict, notFound } from '../errors';
import { taskRows } from './tables';
import type { TaskRow } from './task-row';

export type TaskChange = Partial<typeof taskRows.$inferInsert>;
const unfinishedStates = ['queued', 'running'] as const;
export type TaskStore = ReturnType<typeof createTaskStore>;

/** At most one unfinished task holds a lock, over all processes on this data directory. */
export interface TaskLock {
  name: string;
  /** What to say to the one who comes second. */
  busy: string;
}

/** Tasks as rows. Every change raises the row's version, by which watchers see it. */
export function createTaskStore({ db }: Pick<Store, 'db'>) {
  // Ends that could not be stored yet, as the disk was full: true all the same, and shown by this process.
  const unstored = new Map<string, TaskChange>();
  const asKnown = (row: TaskRow): TaskRow => Object.assign(row, unstored.get(row.id));
  const find = (taskId: string): TaskRow | undefined => {
    const row = db.select().from(taskRows).where(eq(taskRows.id, taskId)).get();
    return row && asKnown(row);
  };
  /** Only a task that has not ended can end. */
  const end = (taskId: string, change: TaskChange): boolean =>
    db
      .update(taskRows)
      .set({ ...change, version: sql`${taskRows.version} + 1` })
      .where(and(eq(taskRows.id, taskId), inArray(taskRows.state, unfinishedStates)))
      .run().changes > 0;
  return {
    find,
    /** Stores how a task ended. False when it had ended already. */
    end,
    takeOver: (row: TaskRow, by: string): boolean => takeOver(db, row, by),
    /** The same for one of this process: what cannot be stored now is remembered. @throws Error of the store */
    endOwn(taskId: string, change: TaskChange): void {
      try {
        end(taskId, change);
      } catch (error) {
        unstored.set(taskId, change);
        throw error;
      }
    },
    /** Stores what could not be stored when the task ended. False when there is no such thing. */
    endLate(taskId: string): boolean {
      const late = unstored.get(taskId);
      if (!late) return false;
      end(taskId, late);
      unstored.delete(taskId);
      return true;
    },
    /** @throws AppError NOT_FOUND */
    need(taskId: string): TaskRow {
      const row = find(taskId);
      if (!row) throw notFound('This task');
      return row;
    },
    /** @throws AppError CONFLICT when another unfinished task holds the lock. */
    insert(row: typeof taskRows.$inferInsert, lock: TaskLock | undefined): void {
      const values = { ...row, lock: lock?.name ?? null };
      taking(lock, () => db.insert(taskRows).values(values).run());
    },
    /** Gives it another lock than it was started with. @throws as `insert` */
    relock(taskId: string, lock: TaskLock): void {
      const change = { lock: lock.name };
      taking(lock, () => db.update(taskRows).set(change).where(eq(taskRows.id, taskId)).run());
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
      const inTray = or(eq(taskRows.dismissed, false), inArray(taskRows.state, unfinishedStates));
      const wanted = tray ? inTray : undefined;
      const rows = db.select().from(taskRows).where(wanted).orderBy(desc(taskRows.createdAt)).limit(limit);
      return rows.all().map(asKnown);
    },
    unfinished: (): TaskRow[] =>
      db.select().from(taskRows).where(inArray(taskRows.state, unfinishedStates)).all(),
  };
}

/** @throws AppError CONFLICT when the lock is taken */
function taking(lock: TaskLock | undefined, write: () => unknown): void {
  try {
    write();
  } catch (error) {
    if (lock && isLockTaken(error)) throw conflict(lock.busy, 'Wait for it to end, or cancel it.');
    throw error;
  }
}

/** Makes the unfinished task of a dead process another one's. False when somebody else was faster. */
const takeOver = (db: Store['db'], { id, instanceId }: TaskRow, by: string): boolean =>
  db
    .update(taskRows)
    .set({ instanceId: by })
    .where(
      and(
        eq(taskRows.id, id),
        eq(taskRows.instanceId, instanceId),
        inArray(taskRows.state, unfinishedStates),
      ),
    )
    .run().changes > 0;

const isLockTaken = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_CONSTRAINT_UNIQUE';
};
