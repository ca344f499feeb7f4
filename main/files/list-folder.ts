import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Grant } from '../../preload/contract/files';
import { AppError, invalid, notFound } from '../errors';

const maxEntries = 2000;

/** What is in a folder, folders first; `hidden` with what begins with a dot. @throws AppError */
export function listFolder(folder: string, hidden: boolean) {
  return looking(() => {
    if (!statSync(folder).isDirectory()) throw invalid('This is not a folder.', 'Choose a folder.');
    const all = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => hidden || !entry.name.startsWith('.'))
      .map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }));
    all.sort(
      (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name),
    );
    return { entries: all.slice(0, maxEntries), cut: all.length > maxEntries, writable: isWritable(folder) };
  });
}

/**
 * The folder that a person means by what they typed, and what they name in it: a file, or one that is to be saved. `~` is
 * the home directory; what is not absolute begins at `from`. @throws AppError
 */
export function readTyped(
  typed: string,
  from: string,
  kind: Grant['kind'],
): { folder: string; named: string | null } {
  const text = typed.trim();
  const inHome = /^~(?=$|[/\\])/.test(text);
  const target = inHome ? path.join(os.homedir(), text.slice(1)) : path.resolve(from, text);
  const found = looking(() => statSync(target, { throwIfNoEntry: false }));
  if (found?.isDirectory()) return { folder: target, named: null };
  const named = { folder: path.dirname(target), named: path.basename(target) };
  if (kind === 'folder' && found)
    throw invalid(`"${target}" is not a folder.`, 'Enter the path of a folder.');
  if (found || kind === 'save') return named;
  throw new AppError('NOT_FOUND', `"${target}" does not exist.`, {
    hint: 'Check the path, on the machine that runs Fedwright.',
  });
}

function looking<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw notFound('This folder');
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP' || code === 'ERR_INVALID_ARG_VALUE')
      throw invalid('This is not a folder.', 'Choose a folder.');
    if (code === 'EACCES' || code === 'EPERM')
      throw invalid('You may not look into this folder.', 'Choose another one.');
    throw error;
  }
}

function kindOf(
  folder: string,
  entry: { name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean },
): 'file' | 'folder' | 'other' {
  if (entry.isDirectory()) return 'folder';
  if (entry.isFile()) return 'file';
  if (!entry.isSymbolicLink()) return 'other';
  const target = lookThrough(path.join(folder, entry.name));
  return target?.isDirectory() ? 'folder' : target?.isFile() ? 'file' : 'other';
}

/** A link that leads in a circle, or where nobody may look, is one entry of many. */
function lookThrough(link: string) {
  try {
    return statSync(link, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
