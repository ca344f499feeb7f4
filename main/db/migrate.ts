import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { AppError } from '../errors';

/**
 * Brings the store to this version's schema. `user_version` counts the migrations that were applied, so a
 * file written by a newer version is recognised and refused before anything touches it. A copy is made with
 * SQLite's own backup before an existing file is changed.
 * @throws AppError CONFLICT for a newer file.
 */
export async function migrateStore(
  sqlite: Database.Database,
  options: { file: string; migrations: string; existed: boolean },
): Promise<void> {
  const target = migrationCount(options.migrations);
  const found = Number(sqlite.pragma('user_version', { simple: true }));
  if (found > target) {
    sqlite.close();
    throw new AppError('CONFLICT', 'This data directory was written by a newer version of Fedwright.', {
      hint: 'Install the newer version, or choose another data directory. Nothing was changed.',
      details: `schema ${found}, this version knows ${target}`,
    });
  }
  if (found === target) return;
  if (options.existed && found > 0) await backUp(sqlite, options.file, found);
  await applyMigrations(sqlite, options.migrations, target);
}

/**
 * Two processes may start on an old file at once. Each migration is one transaction, so the second one fails
 * as a whole on what the first has made; it then only has to wait until the first is through.
 */
async function applyMigrations(sqlite: Database.Database, folder: string, target: number): Promise<void> {
  try {
    migrate(drizzle(sqlite), { migrationsFolder: folder });
    sqlite.pragma(`user_version = ${target}`);
  } catch (error) {
    const deadline = Date.now() + 10_000;
    while (Number(sqlite.pragma('user_version', { simple: true })) !== target) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

async function backUp(sqlite: Database.Database, file: string, version: number): Promise<void> {
  const folder = path.join(path.dirname(file), 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = path.join(folder, `fedwright-schema-${version}-${stamp}.db`);
  await sqlite.backup(copy);
  chmodSync(copy, 0o600);
}

/** How many migrations this version knows, from drizzle-kit's journal. */
export function migrationCount(folder: string): number {
  const journal: unknown = JSON.parse(readFileSync(path.join(folder, 'meta', '_journal.json'), 'utf8'));
  if (
    typeof journal !== 'object' ||
    journal === null ||
    !('entries' in journal) ||
    !Array.isArray(journal.entries)
  )
    throw new Error(`no journal of migrations in ${folder}`);
  return journal.entries.length;
}
