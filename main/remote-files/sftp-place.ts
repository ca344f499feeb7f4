import { randomBytes } from 'node:crypto';
import { AppError } from '../errors';
import { fullDisk } from './full-disk';
import type { FilePlace, NamedEntry } from '../file-places/file-place';
import { isRefusal, keepOwner } from './keep-owner';
import { countTrees } from './removal';
import { childOf, parentOf } from '../file-places/remote-path';
import {
  lstat,
  makeFolder,
  type NamedAttributes,
  readFolder,
  readLink,
  readStart,
  realPath,
  removeFile,
  rename,
  replace,
  setMode,
  sync,
  withFile,
  writeAt,
} from './sftp-files';
import { reasonOf } from './sftp-problem';
import type { SftpSession } from './sftp-session';
import { openFor } from './sftp-wire';

/** The files of a host, over one SFTP session. */
export const sftpPlace = (session: SftpSession): FilePlace => ({
  limited: null,
  realPath: (path) => realPath(session, path),
  lstat: (path) => lstat(session, path),
  readLink: (path) => readLink(session, path),
  list: (path, most) => list(session, path, most),
  readStart: (path, limit) => readStart(session, path, limit),
  async replaceFile(path, content, { attributes, check }) {
    const beside = childOf(parentOf(path), `.fedwright-${randomBytes(8).toString('hex')}.tmp`);
    let over = false;
    try {
      await write(session, beside, content, openFor.create | openFor.exclusive);
      const own = await keepOwner(session, beside, attributes);
      if (own) await setMode(session, beside, attributes.mode & 0o7777);
      await check();
      if (own) return await replace(session, beside, path);
      // Another one in its place would be the user's own, and so it is written over, as by any program there. The
      // one beside stays until that is done: it is whole whatever happens.
      over = true;
      await write(session, path, content, openFor.create | openFor.truncate);
      await removeFile(session, beside);
    } catch (error) {
      if (over && !isRefusal(error)) throw keptBeside(error, beside);
      if (session.isOpen) await removeFile(session, beside).catch(() => undefined);
      throw error;
    }
  },
  makeFolder: (path) => makeFolder(session, path),
  rename: (from, to) => rename(session, from, to),
  setMode: (path, mode) => setMode(session, path, mode),
  count: (paths) => countTrees(session, paths),
});

const keptBeside = (error: unknown, beside: Buffer): AppError =>
  new AppError('UNAVAILABLE', 'The file may have been cut short while it was written over.', {
    hint: `What you saved is beside it, in ${beside.subarray(beside.lastIndexOf('/') + 1).toString()}: rename that one, or save again.`,
    ...{
      details: error instanceof Error ? error.message : String(error),
      reason: reasonOf(error) ?? 'written-over',
    },
  });

async function list(session: SftpSession, path: Buffer, most: number) {
  const entries: NamedEntry[] = [];
  for await (const names of readFolder(session, path)) {
    entries.push(...names.map(withOwners));
    if (entries.length > most) return { entries: entries.slice(0, most), cut: 'entries' as const };
  }
  return { entries, cut: null };
}

/** The names of owner and group are in the line of `ls -l` alone, where the host sends one. */
function withOwners({ line, ...entry }: NamedAttributes): NamedEntry {
  const [, owner, group] = /^\S+\s+\d+\s+(\S+)\s+(\S+)\s/.exec(line) ?? [];
  return { ...entry, owner, group };
}

function write(session: SftpSession, path: Buffer, content: Buffer, how: number): Promise<void> {
  return withFile(session, path, { flags: openFor.write | how, mode: 0o600 }, async (handle) => {
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
