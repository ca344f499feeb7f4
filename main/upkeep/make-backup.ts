import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { isSealed, keyIdOf } from '../vault/seal';
import { readSealHeader } from '../vault/seal-files';
import path from 'node:path';
import { writeArchive, type ArchiveEntry } from './archive';
import { type BackupParts, gatherContent } from './backup-content';
import { keysName, type Manifest, manifestName, toManifestText } from './manifest';

/** The places in `staging` where backups are put together; swept at the start of the app. */
export const scratchPrefix = 'backup-';

/**
 * Makes a backup: one file with the store, and of each project the newest run's project file and state, and those
 * with the old CA while it is being rotated. What is sealed goes in as it is. A file that leaves the data directory
 * has a passphrase, and with it come the keys that open what is sealed, wrapped under that passphrase.
 * @returns its size in bytes, and what is not in it that ought to be.
 */
export async function makeBackup(
  target: string,
  parts: BackupParts,
  options: {
    withKits?: boolean;
    passphrase?: string;
    signal?: AbortSignal;
    onStage?: (index: 0 | 1) => void;
  } = {},
): Promise<{ sizeBytes: number; warnings: string[] }> {
  const { withKits = false, passphrase, signal, onStage } = options;
  mkdirSync(parts.layout.staging, { recursive: true, mode: 0o700 });
  const scratch = path.join(parts.layout.staging, `${scratchPrefix}${randomUUID()}`);
  try {
    onStage?.(0);
    const { manifest, directory, warnings } = await gatherContent(scratch, parts, { withKits, signal });
    onStage?.(1);
    const keys =
      passphrase === undefined ? null : await parts.wrapKeys(sealedWith(directory, manifest), passphrase);
    if (keys?.missing.length)
      warnings.push('The keychain lacks a key that some of it is sealed with: that part opens nowhere else.');
    const entries: ArchiveEntry[] = [
      { name: manifestName, text: toManifestText(manifest) },
      ...(keys ? [{ name: keysName, text: keys.text }] : []),
      ...manifest.files.map((file) => ({ name: file.path, file: path.join(directory, file.path) })),
    ];
    const sizeBytes = await writeArchive(target, entries, { password: passphrase, signal });
    return { sizeBytes, warnings };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The ids of the keys that its files are sealed with. */
function sealedWith(directory: string, { files }: Pick<Manifest, 'files'>): Set<string> {
  const headers = files.map((file) => readSealHeader(path.join(directory, file.path)));
  return new Set(headers.filter((header) => isSealed(header)).map((header) => keyIdOf(header)));
}
