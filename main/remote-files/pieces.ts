import type { FileHandle } from 'node:fs/promises';
import { brokenOff } from './sftp-problem';
import { makeWritePacket, readInto, type WritePacket, writePacket } from './sftp-files';
import type { SftpSession } from './sftp-session';

/** Bytes: enough under way to fill a long line, and no more memory than that. */
const underWay = 4 << 20;

/**
 * The bytes of an open file in their order, asked for ahead of being used. A piece is the caller's until it asks for
 * the next one: then its memory is used again, unless `keep` is set. @throws AppError UNAVAILABLE when the file ends
 * before `to`.
 */
export async function* piecesOf(
  session: SftpSession,
  handle: Buffer,
  { from, to, keep = false }: { from: number; to: number; keep?: boolean },
): AsyncGenerator<Buffer> {
  const size = Math.min(session.largestPiece, to - from);
  const most = Math.ceil(underWay / session.largestPiece);
  const free: Buffer[] = [];
  const asked: Promise<Buffer>[] = [];
  let next = from;
  while (next < to || asked.length > 0) {
    while (next < to && asked.length < most) {
      const room = (free.pop() ?? Buffer.allocUnsafe(size)).subarray(0, Math.min(size, to - next));
      const piece = readWhole(session, handle, next, room);
      // The first that fails is told of; the others fail with it.
      piece.catch(() => undefined);
      asked.push(piece);
      next += room.length;
    }
    const first = await asked.shift();
    if (!first) return;
    yield first;
    if (!keep && first.length === size) free.push(first);
  }
}

/** A server may give less than was asked for, short of the end too. */
async function readWhole(session: SftpSession, handle: Buffer, offset: number, into: Buffer) {
  let had = 0;
  while (had < into.length) {
    const count = await readInto(session, handle, offset + had, into.subarray(had));
    if (!count) throw brokenOff('The file became shorter while it was read.');
    had += count;
  }
  return into;
}

/**
 * Writes a local file from `from` on to an open one, in the order of its bytes: what is there after a loss is
 * the beginning of the file, without holes. Calls back with how much of the file is sent, and how much of it the host
 * has confirmed.
 */
export async function sendPieces(
  { session, handle, path }: { session: SftpSession; handle: Buffer; path: Buffer },
  file: FileHandle,
  { from, to }: { from: number; to: number },
  on: { sent: (upTo: number) => void; confirmed?: (upTo: number) => void },
): Promise<void> {
  const most = Math.ceil(underWay / session.largestPiece);
  const sent: { packet: WritePacket; done: Promise<void>; end: number }[] = [];
  const free: WritePacket[] = [];
  const confirmFirst = async (): Promise<void> => {
    const first = sent.shift();
    if (!first) return;
    await first.done;
    free.push(first.packet);
    on.confirmed?.(first.end);
  };
  const read = async (at: number) => {
    const packet = free.pop() ?? makeWritePacket(handle, session.largestPiece);
    const { bytesRead } = await file.read(packet.content, 0, Math.min(packet.content.length, to - at), at);
    return { packet, length: bytesRead };
  };
  let reading = from < to ? read(from) : null;
  for (let at = from; reading;) {
    const { packet, length } = await reading;
    if (length === 0) throw brokenOff('The file became shorter while it was sent.');
    const done = writePacket(session, packet, { offset: at, length, about: path });
    done.catch(() => undefined);
    const end = at + length;
    sent.push({ packet, done, end });
    // The disk works on the next one while the host does on these.
    reading = end < to ? read(end) : null;
    reading?.catch(() => undefined);
    if (sent.length >= most) await confirmFirst();
    on.sent(end);
    at = end;
  }
  while (sent.length > 0) await confirmFirst();
}
