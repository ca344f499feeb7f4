import { AppError } from '../errors';
import { showName } from '../file-places/remote-path';

/** Nothing of this path is in the container. */
export const gone = (path: Buffer): AppError =>
  new AppError('NOT_FOUND', `"${showName(path)}" is not in the container.`, {
    hint: 'It may have been renamed or deleted meanwhile. Look at its folder again.',
    reason: 'gone',
  });

/** A program in the container said no. @param words its own */
export const refused = (path: Buffer, words: string): AppError =>
  new AppError('CONFLICT', `That was refused in the container with "${showName(path)}".`, {
    hint: 'Something may be in the way: a name that is taken, a file system that is read-only, a full disk.',
    ...{ details: words.trim() || undefined, reason: /read-only/i.test(words) ? 'denied' : 'refused' },
  });

/** What only a program in the container can do. */
export const limitedTo = (why: 'stopped' | 'bare'): AppError =>
  why === 'stopped'
    ? new AppError('CONFLICT', 'The container does not run, so nothing in it can be renamed or deleted.', {
        hint: 'Start it, then try again. Files can be taken out and put in all the same.',
        reason: 'limited',
      })
    : new AppError('CONFLICT', 'The container has no programs to rename or delete files with.', {
        hint: 'Files can be taken out and put in all the same: an upload may replace one.',
        reason: 'limited',
      });

/** What came broke off before its end. */
export const brokenOff = (details?: string): AppError =>
  new AppError('UNAVAILABLE', 'What the engine sent broke off.', {
    hint: 'Check the connection to the host and that its engine runs, then try again.',
    ...{ details, reason: 'lost' },
  });

export const inMemory = (folder: Buffer): AppError =>
  new AppError('CONFLICT', `"${showName(folder)}" is in the memory of the container (tmpfs).`, {
    hint: 'An engine puts no files there. Choose another folder, and copy it over in a terminal.',
    reason: 'refused',
  });

/** What an engine answers when it cannot write. */
export function putProblem(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const details = error.data.details ?? '';
  if (/no space left/i.test(details))
    return new AppError('STORAGE', 'The disk of the engine is full.', {
      hint: 'Free some space there, then run it again.',
      ...{ details, reason: 'full' },
    });
  if (/read-only/i.test(details))
    return new AppError('STORAGE', 'The container cannot be written to: it is read-only.', {
      hint: 'Choose a folder that is a volume, or start the container without a read-only file system.',
      ...{ details, reason: 'denied' },
    });
  return error;
}
