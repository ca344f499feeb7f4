import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as yieldNow } from 'node:timers/promises';

export interface TreeEntry {
  /** Relative to the root, with forward slashes on every system. */
  path: string;
  kind: 'file' | 'directory' | 'other';
  /** Bytes; 0 for anything but a file. */
  sizeBytes: number;
  /** Permission bits. On Windows they say little. */
  mode: number;
  modifiedAt: Date;
}

/** Everything below a directory, parents before their children, in the order of names. Follows no link. */
export function listTree(root: string): TreeEntry[] {
  const found: TreeEntry[] = [];
  const walk = (below: string) => {
    for (const name of readdirSync(path.join(root, below)).sort()) {
      const relative = below === '' ? name : `${below}/${name}`;
      const stat = lstatSync(path.join(root, relative));
      const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
      const sizeBytes = kind === 'file' ? stat.size : 0;
      found.push({ path: relative, kind, sizeBytes, mode: stat.mode & 0o777, modifiedAt: stat.mtime });
      if (kind === 'directory') walk(relative);
    }
  };
  walk('');
  return found;
}

const entriesAtOnce = 500;

/**
 * Takes everyone else's rights away: directories and executable files get 0700, other files 0600. Changes
 * nothing on Windows, where the directory's own access list holds. Resolves to everything below the directory, as
 * `listTree` has it, with the modes of afterwards.
 */
export async function tightenTree(root: string): Promise<TreeEntry[]> {
  const entries = listTree(root);
  if (process.platform === 'win32') return entries;
  chmodSync(root, 0o700);
  let count = 0;
  for (const entry of entries) {
    if (entry.kind === 'other') continue;
    const wanted = entry.kind === 'directory' || entry.mode & 0o100 ? 0o700 : 0o600;
    if (entry.mode !== wanted) chmodSync(path.join(root, entry.path), wanted);
    entry.mode = wanted;
    if (++count % entriesAtOnce === 0) await yieldNow();
  }
  return entries;
}

/**
 * Sees to it that a directory, the files below it and its own name are on the disk, so that a power failure
 * takes none of it. `above` are the directories above it whose entries are new too.
 */
export async function syncTree(root: string, above: string[]): Promise<void> {
  for (const entry of listTree(root)) {
    const place = path.join(root, entry.path);
    if (entry.kind === 'file') await syncFile(place);
    else if (entry.kind === 'directory') await syncDirectory(place);
  }
  for (const directory of [root, ...above]) await syncDirectory(directory);
}

async function syncFile(file: string): Promise<void> {
  // Windows syncs only what may be written.
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Sees to it that the entries of a directory are on the disk. Windows keeps them by itself, and some network disks do not know the call. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(code)) throw error;
  } finally {
    await handle.close();
  }
}
