import type { FileAttributes } from '../file-places/file-place';
import { lstat, setOwner } from './sftp-files';
import { reasonOf } from './sftp-problem';
import type { SftpSession } from './sftp-session';

/** What a host answers who may not give a file to others, or has no such thing as an owner. */
const refusals = new Set(['denied', 'refused', 'unsupported']);
export const isRefusal = (error: unknown): boolean => refusals.has(reasonOf(error) ?? '');

/**
 * Gives a file the owner and the group of the one whose place it is to take. Before its permissions: a change of the
 * owner takes some of them away. @returns false where the host does not let the user do that
 */
export async function keepOwner(
  session: SftpSession,
  path: Buffer,
  { uid, gid }: Pick<FileAttributes, 'uid' | 'gid'>,
): Promise<boolean> {
  // A host that tells of no owners gives the same for all.
  const now = await lstat(session, path);
  if (now.uid === uid && now.gid === gid) return true;
  try {
    await setOwner(session, path, { uid, gid });
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}
