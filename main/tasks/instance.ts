import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';

export interface Instance {
  id: string;
  /** Whether the process that started something under this id is still there. */
  isAlive(id: string): boolean;
  dispose(): void;
}

/**
 * This process, to the others on the same data directory: an empty file that it keeps locked. The lock of an SQLite
 * file goes with its process, however that ends. A process number would not do: it is used again, after a restart of
 * a container even at once, and says nothing to another container. Nor would an age: machines sleep.
 */
export function createInstance(data: string): Instance {
  const folder = folderOf(data);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const file = path.join(folder, id);
  const lock = hold(file);
  return {
    id,
    isAlive: (other) => other === id || isHeld(path.join(folder, other)),
    dispose() {
      lock.close();
      remove(file, null);
    },
  };
}

/** The ids of the processes that have a data directory open. Removes the files of those that are gone. */
export function openInstances(data: string): string[] {
  const folder = folderOf(data);
  try {
    return readdirSync(folder).filter((name) => isId(name) && isHeld(path.join(folder, name)));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const isId = (name: string): boolean => z.uuid().safeParse(name).success;
const folderOf = (data: string): string => path.join(data, 'instances');

function hold(file: string): Database.Database {
  for (;;) {
    writeFileSync(file, '', { mode: 0o600 });
    const lock = new Database(file, { timeout: 10_000 });
    try {
      // A journal on the disk would be one more file here, which Windows lets nobody remove.
      lock.pragma('journal_mode = memory');
      lock.exec('begin exclusive');
    } catch (error) {
      lock.close();
      throw error;
    }
    // Somebody looked at it before it was locked, and has removed it as that of a dead process.
    if (existsSync(file)) return lock;
    lock.close();
  }
}

/** Whether a process holds it. When none does it is removed, while none can begin to. */
function isHeld(file: string): boolean {
  let look: Database.Database | null = null;
  try {
    look = new Database(file, { readonly: true, fileMustExist: true, timeout: 0 });
    // A shared lock: others may look at the same time, and the holder's excludes it.
    look.exec('begin');
    look.pragma('schema_version');
    return !remove(file, look);
  } catch (error) {
    // Of what cannot be looked at nobody can say that it is held by no one.
    return codeOf(error) === 'SQLITE_NOTADB' ? !remove(file, look) : existsSync(file);
  } finally {
    look?.close();
  }
}

/** False when it is in use after all. */
function remove(file: string, look: Database.Database | null): boolean {
  try {
    try {
      rmSync(file, { force: true });
    } catch {
      // Windows removes nothing that is open, and so nothing that a process has begun to hold.
      look?.close();
      rmSync(file, { force: true });
    }
    return true;
  } catch {
    return false;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
