import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Backup, backupKinds } from '../../preload/contract/upkeep';
import { notFound } from '../errors';

/** So many stay of those that nobody asked for; the ones that a person made stay until they are removed. */
const kept: Partial<Record<Backup['kind'], number>> = { daily: 7, 'before-restore': 3 };
export const keepDaily = kept.daily ?? 0;

const pattern = /^fedwright-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)-([a-z-]+)\.zip$/;
/** Copies of the store alone that are made before it is migrated to a newer schema. */
const copyPattern = /^fedwright-schema-\d+-.*\.db$/;

export type BackupFolder = ReturnType<typeof createBackupFolder>;

/** The backups inside the data directory: their names say when they were made and why. */
export function createBackupFolder(data: string) {
  const folder = path.join(data, 'backups');

  function list(): Backup[] {
    return namesIn(folder)
      .flatMap((id) => {
        const { at, kind } = readName(id);
        const stat = statSync(path.join(folder, id), { throwIfNoEntry: false });
        return at !== null && kind && stat ? [{ id, kind, at, sizeBytes: stat.size }] : [];
      })
      .sort((a, b) => b.at - a.at);
  }

  return {
    folder,
    list,
    /** The file for a new one. */
    place(kind: Backup['kind'], at = Date.now()): { id: string; file: string } {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const id = `fedwright-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}-${kind}.zip`;
      return { id, file: path.join(folder, id) };
    },
    /** The file of one of the list. @throws AppError NOT_FOUND for any other name. */
    resolve(id: string): string {
      if (list().some((backup) => backup.id === id)) return path.join(folder, id);
      throw notFound('This backup');
    },
    /** Removes what is older than is kept. */
    prune(): void {
      for (const kind of backupKinds) {
        const old = list().filter((backup) => backup.kind === kind);
        for (const { id } of old.slice(kept[kind] ?? old.length))
          rmSync(path.join(folder, id), { force: true });
      }
    },
    copies: (): string[] => namesIn(folder).filter((name) => copyPattern.test(name)),
  };
}

function readName(name: string): { at: number | null; kind: Backup['kind'] | undefined } {
  const [, stamp = '', word = ''] = pattern.exec(name) ?? [];
  const [day = '', time = ''] = stamp.split('T');
  const [hours, minutes, seconds, ms] = time.split('-');
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}`);
  return { at: Number.isNaN(at) ? null : at, kind: backupKinds.find((kind) => kind === word) };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
