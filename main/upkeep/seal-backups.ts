import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Log } from '../logs/log';
import { sealTree } from '../vault/seal-files';
import type { Sealer } from '../vault/service';
import { readArchive, writeArchive } from './archive';
import type { BackupFolder } from './backup-folder';
import { scratchPrefix } from './make-backup';
import { manifestName, readManifest, toManifestText } from './manifest';

interface SealParts {
  backups: BackupFolder;
  staging: string;
  /** Whether a file of a kit holds a secret. */
  isSecret: (file: string) => boolean;
  log: Log;
}

/**
 * Seals the keys in the backups of the data directory that were made when nothing was sealed. Each backup is
 * written anew beside itself and takes its own place in one step. One that cannot be read stays as it is.
 * @returns how many were written anew.
 */
export async function sealBackups(parts: SealParts, sealer: Sealer, signal: AbortSignal): Promise<number> {
  let written = 0;
  for (const { id } of parts.backups.list()) {
    signal.throwIfAborted();
    try {
      if (await sealBackup(parts.backups.resolve(id), parts, sealer)) written += 1;
    } catch (error) {
      signal.throwIfAborted();
      parts.log.warn({ err: error, backup: id }, 'the keys in a backup were not sealed');
    }
  }
  return written;
}

async function sealBackup(
  file: string,
  { staging, isSecret, log }: SealParts,
  sealer: Sealer,
): Promise<boolean> {
  const scratch = path.join(staging, `${scratchPrefix}${randomUUID()}`);
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  try {
    const manifest = await readArchive({ file, password: null, log }, async (archive) => {
      const found = await readManifest(archive);
      for (const { path: name } of found.files) await archive.extract(name, path.join(scratch, name));
      return found;
    });
    const holdsKeys = (name: string) => /^projects\/[^/]+\/runs\/[^/]+\/state\//.test(name) || isSecret(name);
    if ((await sealTree(scratch, holdsKeys, sealer)) === 0) return false;
    const { format: _old, ...about } = manifest;
    const files = manifest.files.map(({ path: name }) => ({
      path: name,
      sizeBytes: statSync(path.join(scratch, name)).size,
    }));
    await writeArchive(file, [
      { name: manifestName, text: toManifestText({ ...about, files }) },
      ...files.map(({ path: name }) => ({ name, file: path.join(scratch, name) })),
    ]);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
