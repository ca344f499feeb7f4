import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import type { Db } from '../db/open';
import { AppError } from '../errors';
import { allSealedName } from '../vault/all-sealed';
import { vaultKeyName } from '../vault/key-row';
import { findCurrentRuns } from './clean-candidates';

/** A project as a store knows it, with its newest succeeded run: the one whose state holds the CA. */
export interface StoredProject {
  id: string;
  name: string;
  revision: number;
  run: { id: string; number: number } | null;
}

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  revision: z.number(),
  runId: z.string().nullable(),
  number: z.number().nullable(),
});

// Plain SQL, because the file may be of an older schema than this version's tables: these columns never change.
const projectsQuery = `
  select projects.id, projects.name, projects.revision, runs.id as runId, runs.number
  from projects left join runs on runs.id = (
    select id from runs as newest where newest.project_id = projects.id and newest.state = 'succeeded'
    order by newest.number desc limit 1)
  order by projects.name`;

/** Reads the projects of a store that is a file by itself, such as a copy. */
export function readProjects(file: string): { schema: number; projects: StoredProject[] } {
  return withFile(file, (sqlite) => ({
    schema: Number(sqlite.pragma('user_version', { simple: true })),
    projects: toProjects(sqlite.prepare(projectsQuery).all()),
  }));
}

const oldCaSchema = z.array(z.object({ projectId: z.string(), name: z.string(), runId: z.string() }));

const oldCasQuery = `
  select projects.id as projectId, projects.name, rotations.old_run_id as runId
  from rotations join projects on projects.id = rotations.project_id
  where rotations.ended_at is null
  order by projects.name`;

/** Reads the runs whose state holds the old CA of a rotation under way, of a store that is a file by itself. */
export function readOldCas(file: string): { projectId: string; name: string; runId: string }[] {
  return withFile(file, (sqlite) => {
    // A restore backs the present up before its store is migrated: an older one knows no rotations.
    const known = sqlite.prepare("select 1 from sqlite_master where name = 'rotations'").get();
    return known === undefined ? [] : oldCaSchema.parse(sqlite.prepare(oldCasQuery).all());
  });
}

/** The runs whose kits are current in a store that is a file by itself, of the schema of this version. */
export const readCurrentRuns = (file: string) => withFile(file, (sqlite) => findCurrentRuns(drizzle(sqlite)));

/** The projects of the store that is open. */
export const readPresent = (db: Db): StoredProject[] => toProjects(db.all(sql.raw(projectsQuery)));

const toProjects = (rows: unknown): StoredProject[] =>
  z
    .array(rowSchema)
    .parse(rows)
    .map(({ runId, number, ...project }) => ({
      ...project,
      run: runId === null || number === null ? null : { id: runId, number },
    }));

/** Makes a copy one file that depends on no other, without the work that was under way. */
export function settleCopy(file: string): void {
  withFile(file, (sqlite) => {
    // Where it is restored that work would look interrupted, and what has come of it since be cleared away.
    sqlite.exec("delete from runs where state = 'running'");
    sqlite.exec("delete from tasks where state in ('queued', 'running')");
    // Where it is restored there may be files of an older time, in clear.
    sqlite.exec(`delete from settings where key = '${allSealedName}'`);
    sqlite.pragma('journal_mode = DELETE');
  });
}

/** Makes a store that is a file by itself one that seals with no key yet: what was sealed beside it is in clear. */
export function forgetVaultKey(file: string): void {
  withFile(file, (sqlite) => sqlite.prepare('delete from settings where key = ?').run(vaultKeyName));
}

/** @throws AppError INVALID when SQLite finds anything wrong in it. */
export function assertWhole(file: string): void {
  let answer: string;
  try {
    answer = withFile(file, (sqlite) => String(sqlite.pragma('integrity_check(1)', { simple: true })));
  } catch (error) {
    answer = error instanceof Error ? error.message : String(error);
  }
  if (answer === 'ok') return;
  throw new AppError('INVALID', 'The store in this backup is damaged.', {
    hint: 'Use another backup. Nothing was changed.',
    details: answer,
  });
}

/** Copies a store that this process has not open, with what is in its write-ahead log. */
export async function copyStore(file: string, target: string): Promise<void> {
  const sqlite = new Database(file, { fileMustExist: true, timeout: 10_000 });
  try {
    await sqlite.backup(target);
  } finally {
    sqlite.close();
  }
}

/** Opens a store that is a file by itself, and leaves nothing beside it. */
export function withFile<T>(file: string, use: (sqlite: Database.Database) => T): T {
  const sqlite = new Database(file, { fileMustExist: true });
  try {
    return use(sqlite);
  } finally {
    sqlite.close();
    for (const end of ['-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true });
  }
}
