import { randomBytes } from 'node:crypto';
import { textBytes } from '../../preload/contract/remote-files';
import { conflict, invalid } from '../errors';
import { versionOf } from './look';
import { childOf, parentOf } from './remote-path';
import { fullDisk } from './full-disk';
import { readStart, realPath, removeFile, replace, setMode, sync, withFile, writeAt } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { openFor } from './sftp-wire';

interface Version {
  sizeBytes: number;
  modifiedAt: number;
  sha256: string;
}

/**
 * Puts a text in the place of the one that was read, with its permissions. The file is whole at any time.
 * @throws AppError CONFLICT when it is not what was read any more.
 */
export async function saveText(
  session: SftpSession,
  path: Buffer,
  text: string,
  version: Version,
): Promise<void> {
  const content = Buffer.from(text);
  if (content.length > textBytes)
    throw invalid('The text is too long to be edited here.', 'Upload it as a file.');
  // Through a link, the file that it leads to is written; the link stays.
  const real = await realPath(session, path);
  const mode = await assertUnchanged(session, real, version);
  const beside = childOf(parentOf(real), `.fedwright-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeNew(session, beside, content);
    await setMode(session, beside, mode);
    await assertUnchanged(session, real, version);
    await replace(session, beside, real);
  } catch (error) {
    if (session.isOpen) await removeFile(session, beside).catch(() => undefined);
    throw error;
  }
}

/** Gives the permission bits of what is there. */
async function assertUnchanged(session: SftpSession, path: Buffer, version: Version): Promise<number> {
  const { content, attributes } = await readStart(session, path, textBytes + 1);
  const now = versionOf(content, attributes);
  const same = now.sha256 === version.sha256 && now.sizeBytes === version.sizeBytes;
  if (same && now.modifiedAt === version.modifiedAt) return attributes.mode & 0o7777;
  throw conflict(
    'The file was changed on the host since it was opened.',
    'Copy your text, open the file again, and bring both together.',
  );
}

function writeNew(session: SftpSession, path: Buffer, content: Buffer): Promise<void> {
  const flags = openFor.write | openFor.create | openFor.exclusive;
  return withFile(session, path, { flags, mode: 0o600 }, async (handle) => {
    for (let at = 0; at < content.length; at += session.largestPiece) {
      const piece = content.subarray(at, at + session.largestPiece);
      try {
        await writeAt(session, handle, at, piece, path);
      } catch (error) {
        throw await fullDisk(session, path, error);
      }
    }
    await sync(session, handle);
  });
}
