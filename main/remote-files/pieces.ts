import type { FileHandle } from 'node:fs/promises';
import { brokenOff } from './sftp-problem';
import { readAt, writeAt } from './sftp-files';
import type { SftpSession } from './sftp-session';

/** Enough under way to fill a long line, and no more memory than a few megabytes. */
const underWay = 32;

/**
 * The bytes of an open file in their order, asked for ahead of being used. @throws AppError UNAVAILABLE when
 * the file ends before `to`.
 */
export async function* piecesOf(
  session: SftpSession,
  handle: Buffer,
  { from, to }: { from: number; to: number },
): AsyncGenerator<Buffer> {
  const asked: Promise<Buffer>[] = [];
  let next = from;
  while (next < to || asked.length > 0) {
    while (next < to && asked.length < underWay) {
      const length = Math.min(session.largestPiece, to - next);
      const piece = readWhole(session, handle, next, length);
      // The first that fails is told of; the others fail with it.
      piece.catch(() => undefined);
      asked.push(piece);
      next += length;
    }
    const first = asked.shift();
    if (first) yield await first;
  }
}

/** A server may give less than was asked for, short of the end too. */
async function readWhole(session: SftpSession, handle: Buffer, offset: number, length: number) {
  const first = await readAt(session, handle, offset, length);
  if (first?.length === length) return first;
  const pieces = first ? [first] : [];
  let size = first?.length ?? 0;
  while (size < length) {
    const piece = await readAt(session, handle, offset + size, length - size);
    if (!piece) throw brokenOff('The file became shorter while it was read.');
    pieces.push(piece);
    size += piece.length;
  }
  return Buffer.concat(pieces);
}

/**
 * Writes a local file from `from` on to an open one, in the order of its bytes: what is there after a loss is
 * the beginning of the file, without holes. Calls back with each piece as it goes.
 */
export async function sendPieces(
  { session, handle, path }: { session: SftpSession; handle: Buffer; path: Buffer },
  file: FileHandle,
  { from, to }: { from: number; to: number },
  onPiece: (piece: Buffer, at: number) => void,
): Promise<void> {
  const sent: Promise<void>[] = [];
  let at = from;
  while (at < to) {
    const buffer = Buffer.allocUnsafe(Math.min(session.largestPiece, to - at));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) throw brokenOff('The file became shorter while it was sent.');
    const piece = buffer.subarray(0, bytesRead);
    const writing = writeAt(session, handle, at, piece, path);
    writing.catch(() => undefined);
    sent.push(writing);
    at += bytesRead;
    onPiece(piece, at);
    if (sent.length >= underWay) await sent.shift();
  }
  await Promise.all(sent);
}
