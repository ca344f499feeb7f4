import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Grant } from '../../preload/contract/files';
import { AppError, conflict, invalid, notFound } from '../errors';
import type { Dialogs } from '../platform/ports';
import { listFolder, readTyped } from './list-folder';
import { createOpened } from './opened';

export type Files = ReturnType<typeof createFiles>;

interface Browse {
  from: string | null;
  enter: string | null;
  path?: string | null;
  kind?: Grant['kind'];
  hidden?: boolean;
}

/**
 * The paths that a person granted, by id. A page asks for a dialog or, without dialogs, walks from one listed folder to
 * the next, or to one whose path was typed, and gets an id to pass on.
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
      hidden?: boolean;
    }): Promise<Grant | null> {
      if (!dialogs)
        throw invalid('There are no system dialogs here.', 'Choose a folder from the list instead.');
      const chosen = await dialogs.choose(options);
      return chosen === null ? null : add(options.kind, chosen);
    },
    browse({ from, enter, path: typed = null, kind = 'folder', hidden = false }: Browse) {
      assertListed();
      const start = from === null ? os.homedir() : need(from).path;
      const { folder, named } =
        typed === null
          ? { folder: enter === null ? start : step(start, enter), named: null }
          : readTyped(typed, start, kind);
      return {
        ...listFolder(folder, hidden || named?.startsWith('.') === true),
        ...{ grant: add('folder', folder), canGoUp: path.dirname(folder) !== folder, named },
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
