import Database from 'better-sqlite3';
import { AppError } from '../errors';
import { restorePlace } from './restore-place';

/**
 * Does something with what is being restored while no other process does.
 * @param waitMs how long to wait for another one; this process does nothing else meanwhile.
 * @throws AppError CONFLICT when another one is at it for longer.
 */
export async function alone<T>(data: string, waitMs: number, action: () => Promise<T>): Promise<T> {
  // The lock of an SQLite file goes with its process, however that ends.
  const lock = new Database(restorePlace(data).lock, { timeout: waitMs });
  try {
    take(lock);
    return await action();
  } finally {
    lock.close();
  }
}

function take(lock: Database.Database): void {
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
    throw new AppError('CONFLICT', 'Another Fedwright is restoring a backup.', {
      hint: 'Start again when it is done.',
    });
  }
}
