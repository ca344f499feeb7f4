import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Grant } from '../../preload/contract/files';
import { AppError, conflict, invalid, notFound } from '../errors';
import type { Dialogs } from '../platform/ports';
import { createOpened } from './opened';

export type Files = ReturnType<typeof createFiles>;

const maxEntries = 2000;

/**
 * The paths that a person granted, by id. A page never names a path: it asks for a dialog, or walks from one
 * listed folder to the next, and gets an id to pass on.
 */
export function createFiles({
  dialogs,
  onTarget = () => undefined,
}: {
  dialogs: Pick<Dialogs, 'choose'> | null;
  /** Told the folder that something is about to be written into. */
  onTarget?: (folder: string) => void;
}) {
  const grants = new Map<string, Grant>();

  function add(kind: Grant['kind'], target: string): Grant {
    const grant = { id: randomUUID(), kind, path: path.resolve(target) };
    grants.set(grant.id, grant);
    return grant;
  }

  /** With dialogs there is no need to look around, and a page that runs foreign code must not be able to. */
  function assertListed(): void {
    if (!dialogs) return;
    throw new AppError('FORBIDDEN', 'Folders are not listed here.', {
      hint: 'Choose with the system dialog.',
    });
  }

  function need(id: string): Grant {
    const grant = grants.get(id);
    if (!grant) throw notFound('This choice of a path');
    return grant;
  }

  return {
    opened: createOpened(),
    /** The path behind an id. @throws AppError NOT_FOUND for an unknown id, INVALID for another kind. */
    resolve(id: string, kind: Grant['kind']): string {
      const grant = need(id);
      if (grant.kind !== kind)
        throw invalid(`A ${kind} is needed here, not a ${grant.kind}.`, 'Choose again.');
      if (kind !== 'file') onTarget(kind === 'save' ? path.dirname(grant.path) : grant.path);
      return grant.path;
    },
    async choose(options: {
      kind: Grant['kind'];
      title: string;
      suggestedName?: string;
    }): Promise<Grant | null> {
      if (!dialogs)
        throw invalid('There are no system dialogs here.', 'Choose a folder from the list instead.');
      const chosen = await dialogs.choose(options);
      return chosen === null ? null : add(options.kind, chosen);
    },
    browse({ from, enter }: { from: string | null; enter: string | null }) {
      assertListed();
      const start = from === null ? os.homedir() : need(from).path;
      const folder = enter === null ? start : step(start, enter);
      return {
        grant: add('folder', folder),
        canGoUp: path.dirname(folder) !== folder,
        ...listFolder(folder),
      };
    },
    /**
     * A child of a folder granted before. What is to be saved must not be there yet: where the system's dialog
     * would ask whether to replace it, nobody does here.
     */
    grantChild(from: string, name: string, kind: Grant['kind']): Grant {
      assertListed();
      const target = step(need(from).path, name);
      if (kind === 'save' && existsSync(target))
        throw conflict(`"${name}" is there already.`, 'Choose another name, or another folder.');
      return add(kind, target);
    },
    /** For the person's own shell, where naming a path is no more than they can do anyway. */
    grantPath: (target: string, kind: Grant['kind']): Grant => add(kind, target),
  };
}

function step(folder: string, name: string): string {
  if (name === '..') return path.dirname(folder);
  if (name === '' || name === '.' || name !== path.basename(name) || name.includes('\0'))
    throw invalid(`"${name}" is not the name of one entry.`, 'Name one entry of the folder, without a path.');
  return path.join(folder, name);
}

function listFolder(folder: string) {
  try {
    if (!statSync(folder).isDirectory()) throw invalid('This is not a folder.', 'Choose a folder.');
    const all = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => ({ name: entry.name, kind: kindOf(folder, entry) }));
    all.sort(
      (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name),
    );
    return { entries: all.slice(0, maxEntries), cut: all.length > maxEntries, writable: isWritable(folder) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw notFound('This folder');
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ELOOP')
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
  const target = statSync(path.join(folder, entry.name), { throwIfNoEntry: false });
  return target?.isDirectory() ? 'folder' : target?.isFile() ? 'file' : 'other';
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
