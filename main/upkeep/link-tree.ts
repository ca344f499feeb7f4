import { copyFileSync, existsSync, linkSync, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { listTree } from '../files/tree';

/**
 * Makes the files below a directory appear below another one of the same disk, without taking space; copies
 * them where the disk knows no hard links. What is there already stays, so that it can be done again after it was
 * cut short. Links of the file system are left out.
 */
export function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of listTree(from)) {
    const target = path.join(to, entry.path);
    if (entry.kind === 'directory') mkdirSync(target, { recursive: true, mode: 0o700 });
    else if (entry.kind === 'file') linkFile(path.join(from, entry.path), target);
  }
}

/** The same for a file or a directory, whichever it is. */
export function linkAny(from: string, to: string): void {
  if (lstatSync(from).isDirectory()) return linkTree(from, to);
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
  linkFile(from, to);
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EACCES']);

function linkFile(from: string, to: string): void {
  if (existsSync(to)) return;
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !noLinks.has(String(error.code))) throw error;
    copyFileSync(from, to);
  }
}
