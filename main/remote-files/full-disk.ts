import { AppError } from '../errors';
import { parentOf } from '../file-places/remote-path';
import { freeBytes } from './sftp-files';
import { reasonOf } from './sftp-problem';
import type { SftpSession } from './sftp-session';

/** So little room that a write can have failed for it. */
const nothingLeft = 1024 * 1024;

/** A server says no more than "failure" of a disk that is full: the better error for a write that failed. */
export async function fullDisk(session: SftpSession, path: Buffer, error: unknown): Promise<unknown> {
  if (reasonOf(error) !== 'refused' || !session.isOpen) return error;
  const free = await freeBytes(session, parentOf(path)).catch(() => null);
  if (free === null || free > nothingLeft) return error;
  return new AppError('STORAGE', 'The disk of the host is full.', {
    hint: 'Free some space there, then run it again: it goes on where it was.',
    reason: 'full',
  });
}
