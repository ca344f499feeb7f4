import { createHash } from 'node:crypto';
import { fullDisk } from './full-disk';
import type { Sessions } from './sessions';
import { findAt, setMode, sync, withFile, writeAt } from './sftp-files';
import type { SftpSession } from './sftp-session';
import { openFor } from './sftp-wire';

interface PutFile {
  /** Absolute, in a folder that is there. */
  path: string;
  content: Buffer;
  /** Permission bits. */
  mode: number;
  /** SHA-256 of what an earlier try has left there, hexadecimal; null when there is nothing. */
  begun: string | null;
}

/**
 * Writes bytes of memory to a file of a host, for what is in no file of this machine. Goes on where an earlier try
 * was, when what is there is the beginning of the content. Calls back with the bytes as they are sent.
 */
async function putFile(
  session: SftpSession,
  { path, content, mode, begun }: PutFile,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const target = Buffer.from(path);
  const from = begun === null ? 0 : await lengthBegun(session, target, content, begun);
  onBytes(from);
  const flags = openFor.write | openFor.create | (from === 0 ? openFor.truncate : 0);
  try {
    await withFile(session, target, { flags, mode: 0o600 }, async (handle) => {
      for (let at = from; at < content.length; at += session.largestPiece) {
        const piece = content.subarray(at, at + session.largestPiece);
        await writeAt(session, handle, at, piece, target);
        onBytes(piece.length);
      }
      await sync(session, handle);
    });
    await setMode(session, target, mode);
  } catch (error) {
    throw await fullDisk(session, target, error);
  }
}

async function lengthBegun(session: SftpSession, target: Buffer, content: Buffer, begun: string) {
  const size = (await findAt(session, target))?.size ?? 0;
  if (size > content.length) return 0;
  const same = createHash('sha256').update(content.subarray(0, size)).digest('hex') === begun;
  return same ? size : 0;
}

/** For kits: one session for all that is sent. Waits for its turn like other transfers. */
export const createSender =
  (sessions: Sessions) =>
  <T>(
    hostId: string,
    signal: AbortSignal,
    work: (put: (file: PutFile, onBytes: (bytes: number) => void) => Promise<void>) => Promise<T>,
  ): Promise<T> =>
    sessions.transfer(hostId, signal, (session) => work((file, onBytes) => putFile(session, file, onBytes)));
