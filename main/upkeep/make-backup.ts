import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeArchive, type ArchiveEntry } from './archive';
import { type BackupParts, gatherContent } from './backup-content';
import { manifestName, toManifestText } from './manifest';

/** The places in `staging` where backups are put together; swept at the start of the app. */
export const scratchPrefix = 'backup-';

/**
 * Makes a backup: one file with the store, and of each project the newest run's project file and state. The
 * state holds the CA and all private keys in clear, so a file that leaves the data directory has a passphrase.
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
    const entries: ArchiveEntry[] = [
      { name: manifestName, text: toManifestText(manifest) },
      ...manifest.files.map((file) => ({ name: file.path, file: path.join(directory, file.path) })),
    ];
    const sizeBytes = await writeArchive(target, entries, { password: passphrase, signal });
    return { sizeBytes, warnings };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
