import { reasonOf } from './sftp-problem';
import type { SftpSession } from './sftp-session';
import {
  answer,
  type Attributes,
  bytes,
  type Fields,
  modeOnly,
  openFor,
  ownerOnly,
  packetFor,
  request,
  uint32,
  uint64,
} from './sftp-wire';

export interface NamedAttributes extends Attributes {
  name: Buffer;
  /** A line as of `ls -l`; the only place where names of owners are. */
  line: string;
}

/** The attributes of what is there, of a link itself. @throws AppError */
export const lstat = async (session: SftpSession, path: Buffer): Promise<Attributes> =>
  (await session.ask(request.lstat, [bytes(path)], answer.attributes, path)).attributes();

/** As `lstat`; null when nothing is there. */
export async function findAt(session: SftpSession, path: Buffer): Promise<Attributes | null> {
  try {
    return await lstat(session, path);
  } catch (error) {
    if (reasonOf(error) === 'gone') return null;
    throw error;
  }
}

/** The attributes of an open file. */
export const fstat = async (session: SftpSession, handle: Buffer): Promise<Attributes> =>
  (await session.ask(request.fstat, [bytes(handle)], answer.attributes)).attributes();

async function firstName(session: SftpSession, type: number, path: Buffer): Promise<Buffer> {
  const names = await session.ask(type, [bytes(path)], answer.name, path);
  names.uint32();
  return names.bytes();
}

/** The absolute path without links and dots; of `.` the home folder. */
export const realPath = (session: SftpSession, path: Buffer) => firstName(session, request.realpath, path);

export const readLink = (session: SftpSession, path: Buffer) => firstName(session, request.readlink, path);

export const setMode = (session: SftpSession, path: Buffer, mode: number) =>
  session.tell(request.setstat, [bytes(path), modeOnly(mode)], path);

export const setOwner = (session: SftpSession, path: Buffer, owner: Pick<Attributes, 'uid' | 'gid'>) =>
  session.tell(request.setstat, [bytes(path), ownerOnly(owner)], path);

export const makeFolder = (session: SftpSession, path: Buffer) =>
  session.tell(request.mkdir, [bytes(path), modeOnly(null)], path);

export const removeFile = (session: SftpSession, path: Buffer) =>
  session.tell(request.remove, [bytes(path)], path);

export const removeFolder = (session: SftpSession, path: Buffer) =>
  session.tell(request.rmdir, [bytes(path)], path);

/** Fails when the new name is taken. */
export const rename = (session: SftpSession, from: Buffer, to: Buffer) =>
  session.tell(request.rename, [bytes(from), bytes(to)], to);

/** Takes the place of what is there, in one step where the host can. */
export async function replace(session: SftpSession, from: Buffer, to: Buffer): Promise<void> {
  if (session.extensions.has('posix-rename@openssh.com'))
    return session.tell(request.extended, [bytes('posix-rename@openssh.com'), bytes(from), bytes(to)], to);
  if (await findAt(session, to)) await removeFile(session, to);
  await rename(session, from, to);
}

/** A handle of an open file, to be closed. `mode` is for a file that is made. */
export async function openFile(
  session: SftpSession,
  path: Buffer,
  { flags, mode = null }: { flags: number; mode?: number | null },
): Promise<Buffer> {
  const body = [bytes(path), uint32(flags), modeOnly(mode)];
  return (await session.ask(request.open, body, answer.handle, path)).bytes();
}

export async function closeFile(session: SftpSession, handle: Buffer): Promise<void> {
  // What was lost with the session needs no closing.
  if (session.isOpen) await session.tell(request.close, [bytes(handle)]).catch(() => undefined);
}

/** Runs `work` on an open file, and closes it. */
export async function withFile<T>(
  session: SftpSession,
  path: Buffer,
  how: { flags: number; mode?: number | null },
  work: (handle: Buffer) => Promise<T>,
): Promise<T> {
  const handle = await openFile(session, path, how);
  try {
    return await work(handle);
  } finally {
    await closeFile(session, handle);
  }
}

/** At most `length` bytes from `offset` on; null at the end of the file. */
export async function readAt(
  session: SftpSession,
  handle: Buffer,
  offset: number,
  length: number,
): Promise<Buffer | null> {
  const body = [bytes(handle), uint64(offset), uint32(length)];
  return (await session.next(request.read, body, answer.data))?.bytes() ?? null;
}

/** As `readAt`, to where the caller has room; gives how many bytes came, null at the end of the file. */
export const readInto = (session: SftpSession, handle: Buffer, offset: number, into: Buffer) =>
  session.readInto(into, [bytes(handle), uint64(offset), uint32(into.length)]);

/** A packet that writes, to be used again and again, and the part of it that is for the content. */
export interface WritePacket {
  packet: Buffer;
  content: Buffer;
}

export function makeWritePacket(handle: Buffer, size: number): WritePacket {
  const packet = packetFor(request.write, [bytes(handle), uint64(0), uint32(size)], size);
  return { packet, content: packet.subarray(packet.length - size) };
}

/** Writes the first `length` bytes of its content at `offset`. It is free again when that is answered. */
export function writePacket(
  session: SftpSession,
  { packet, content }: WritePacket,
  { offset, length, about }: { offset: number; length: number; about: Buffer },
): Promise<void> {
  const head = packet.length - content.length;
  packet.writeUInt32BE(head - 4 + length);
  packet.writeBigUInt64BE(BigInt(offset), head - 12);
  packet.writeUInt32BE(length, head - 4);
  return session.tellPacket(packet.subarray(0, head + length), about);
}

export const writeAt = (
  session: SftpSession,
  handle: Buffer,
  offset: number,
  content: Buffer,
  about: Buffer,
) => session.tell(request.write, [bytes(handle), uint64(offset), uint32(content.length), content], about);

/** Sees to it that what was written is on the disk of the host, where its server knows how. */
export async function sync(session: SftpSession, handle: Buffer): Promise<void> {
  if (!session.extensions.has('fsync@openssh.com')) return;
  await session.tell(request.extended, [bytes('fsync@openssh.com'), bytes(handle)]);
}

/** The first `limit` bytes of a file. */
export function readStart(session: SftpSession, path: Buffer, limit: number) {
  return withFile(session, path, { flags: openFor.read }, async (handle) => {
    const attributes = await fstat(session, handle);
    const pieces: Buffer[] = [];
    let size = 0;
    while (size < limit) {
      const piece = await readAt(session, handle, size, Math.min(limit - size, session.largestPiece));
      if (!piece) break;
      pieces.push(piece);
      size += piece.length;
    }
    return { content: Buffer.concat(pieces), attributes };
  });
}

/** The entries of a folder but `.` and `..`, in pieces as they come. */
export async function* readFolder(session: SftpSession, path: Buffer): AsyncGenerator<NamedAttributes[]> {
  const handle = (await session.ask(request.opendir, [bytes(path)], answer.handle, path)).bytes();
  try {
    for (;;) {
      const names = await session.next(request.readdir, [bytes(handle)], answer.name, path);
      if (!names) return;
      yield readNames(names);
    }
  } finally {
    await closeFile(session, handle);
  }
}

function readNames(names: Fields): NamedAttributes[] {
  const found: NamedAttributes[] = [];
  for (let left = names.uint32(); left > 0; left -= 1) {
    const name = names.bytes();
    const line = names.bytes().toString();
    const attributes = names.attributes();
    const text = name.toString('latin1');
    // A server that gives a path instead of a name would have us touch something else.
    if (text === '.' || text === '..' || text === '' || text.includes('/')) continue;
    found.push({ name, line, ...attributes });
  }
  return found;
}

/** Bytes that the user may still write where this folder is; null when the host does not tell. */
export async function freeBytes(session: SftpSession, path: Buffer): Promise<number | null> {
  if (!session.extensions.has('statvfs@openssh.com')) return null;
  const body = [bytes('statvfs@openssh.com'), bytes(path)];
  const fields = await session.ask(request.extended, body, answer.extended, path);
  fields.uint64();
  const unit = fields.uint64();
  fields.uint64();
  fields.uint64();
  return unit * fields.uint64();
}
