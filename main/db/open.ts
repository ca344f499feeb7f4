import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { AppError } from '../errors';
import { migrateStore } from './migrate';

export type Db = ReturnType<typeof drizzle>;

export interface Store {
  db: Db;
  file: string;
  /** Counts up when any connection, of this process or another, has committed a change. */
  revision(): number;
  /** What `PRAGMA quick_check` says: `ok`, or the first complaint. */
  check(): string;
  schemaVersion(): number;
  sizeBytes(): number;
  /**
   * Does something whose commits must outlast a power failure. All others outlast a crash of the app or of the
   * system's processes; what a power failure may take of those is the last moments (`synchronous=NORMAL`).
   */
  durably<T>(action: () => T): T;
  /** Writes a whole copy of the store, as of one moment, to a file that does not exist yet. */
  backUp(target: string): Promise<void>;
  close(): void;
}

/**
 * Opens the store of a data directory: integrity check, backup, migrations. Several processes may have it
 * open at once (WAL; a writer waits up to ten seconds for another).
 * @throws AppError STORAGE when the file is damaged, CONFLICT when a newer version wrote it.
 */
export async function openStore(options: { data: string; migrations: string }): Promise<Store> {
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const file = path.join(options.data, 'fedwright.db');
  const existed = existsSync(file);
  const sqlite = connect(file);
  if (existed) assertWhole(sqlite, file);
  if (existed) assertFilled(sqlite, { file, data: options.data });
  await migrateStore(sqlite, { file, migrations: options.migrations, existed });
  const db = drizzle(sqlite);
  let own = 0;
  let foreign = 0;
  let seen = sqlite.pragma('data_version', { simple: true });
  let changes = totalChanges(sqlite);
  return {
    db,
    file,
    revision() {
      const version = sqlite.pragma('data_version', { simple: true });
      if (version !== seen) foreign += 1;
      seen = version;
      const now = totalChanges(sqlite);
      if (now !== changes) own += 1;
      changes = now;
      return own + foreign;
    },
    check: () => String(sqlite.pragma('quick_check(1)', { simple: true })),
    schemaVersion: () => Number(sqlite.pragma('user_version', { simple: true })),
    sizeBytes: () =>
      Number(sqlite.pragma('page_count', { simple: true })) *
      Number(sqlite.pragma('page_size', { simple: true })),
    durably(action) {
      sqlite.pragma('synchronous = FULL');
      try {
        return action();
      } finally {
        sqlite.pragma('synchronous = NORMAL');
      }
    },
    async backUp(target) {
      await sqlite.backup(target);
    },
    close: () => sqlite.close(),
  };
}

function connect(file: string): Database.Database {
  // SQLite makes its files with the process's umask; the store is for its owner only.
  const umask = process.umask(0o077);
  try {
    const sqlite = new Database(file, { timeout: 10_000 });
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    return sqlite;
  } catch (error) {
    if (isSqlite(error, 'SQLITE_NOTADB') || isSqlite(error, 'SQLITE_CORRUPT')) throw damaged(file, error);
    throw error;
  } finally {
    process.umask(umask);
  }
}

function assertWhole(sqlite: Database.Database, file: string): void {
  let answer: string;
  try {
    answer = String(sqlite.pragma('quick_check(1)', { simple: true }));
  } catch (error) {
    throw damaged(file, error);
  }
  if (answer !== 'ok') throw damaged(file, new Error(answer));
}

/** An empty store beside keys was another one once: to fill it would hide that it is gone. */
function assertFilled(sqlite: Database.Database, { file, data }: { file: string; data: string }): void {
  if (Number(sqlite.pragma('user_version', { simple: true })) > 0) return;
  const projects = path.join(data, 'projects');
  const kept = [
    ...namesIn(projects).map((id) => path.join(projects, id, 'runs')),
    ...['ca', 'requests'].map((kind) => path.join(data, 'distributed', kind)),
  ];
  if (kept.every((folder) => namesIn(folder).length === 0)) return;
  sqlite.close();
  throw damaged(file, new Error('it is empty, and there are keys beside it'));
}

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

function damaged(file: string, cause: unknown): AppError {
  return new AppError(
    'STORAGE',
    'The store is damaged and was not opened.',
    {
      hint: `End every Fedwright and restore a backup from the "backups" folder beside it: fedwright restore. The store is ${file}.`,
      details: cause instanceof Error ? cause.message : String(cause),
    },
    cause,
  );
}

const isSqlite = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

const totalChanges = (sqlite: Database.Database): unknown =>
  sqlite.prepare('select total_changes()').pluck().get();
