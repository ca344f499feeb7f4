import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, conflict } from '../errors';
import { type HashBeside, hashBeside, hashStart } from '../files/hash-beside';
import type { TaskContext } from '../tasks/service';
import { farHash, followHash } from './far-hash';
import type { Upload } from '../file-places/file-place';
import { fullDisk } from './full-disk';
import { keepOwner } from './keep-owner';
import { sendPieces } from './pieces';
import { childOf } from '../file-places/remote-path';
import { findAt, removeFile, rename, replace, setMode, sync, withFile } from './sftp-files';
import { kindOf } from '../file-places/file-kind';
import { openFor } from './sftp-wire';
import type { Transfer } from './transfer';

/** How a file that was not there before may be used: as most programs leave theirs. */
const newMode = 0o644;

/**
 * Sends a local file into a folder of the host under `name`. Until it is whole it is in a hidden file beside; a later
 * try looks what of it is there, and goes on.
 *
 * What goes there in one piece is not hashed: SSH sees to it that each packet arrives as it was sent, and hashing costs
 * both sides about as much as sending. Hashes are compared, and then `sha256` is not null, where that says too little:
 * when the beginning is of an earlier try, or the file was written while it was sent.
 */
export async function upload(
  transfer: Transfer,
  { file, folder, name, mayReplace, mode = newMode }: Upload,
  task: TaskContext,
): Promise<{ sizeBytes: number; sha256: string | null; resumedAt: number }> {
  const { session } = transfer;
  const target = childOf(folder, name);
  const there = await findAt(session, target);
  if (there && kindOf(there) !== 'file')
    throw conflict('Something that is no file has this name.', 'Rename one of them.');
  if (there && !mayReplace) throw taken();
  const source = await open(file, 'r');
  try {
    const { size } = await source.stat();
    const part = partOf(transfer.hostId, { folder, name, size });
    task.stage('Looking for what is there already', 0, 3);
    const { sha256, from } = await sendWhole(transfer, { part, source, size }, task);
    if (there && !(await keepOwner(session, part, there)))
      task.log('It belongs to your user now: the host does not let you keep its owner.');
    await setMode(session, part, there ? there.mode & 0o7777 : mode);
    await (mayReplace ? replace : rename)(session, part, target);
    if (sha256 !== null) task.log(`SHA-256 ${sha256}, the same on both sides.`);
    return { sizeBytes: size, sha256, resumedAt: from };
  } finally {
    await source.close();
  }
}

interface Whole {
  part: Buffer;
  source: FileHandle;
  /** Bytes. */
  size: number;
}

/** Sends what is missing. @throws AppError UNAVAILABLE when what is there then is not the file; it is removed. */
async function sendWhole(
  transfer: Transfer,
  whole: Whole,
  task: TaskContext,
): Promise<{ sha256: string | null; from: number }> {
  const { part, source, size } = whole;
  const before = await source.stat({ bigint: true });
  const left = await sizeOfBegun(transfer, part, size);
  const near = left > 0 ? hashBeside(source, size) : null;
  let far: ReturnType<typeof followHash> | null = null;
  try {
    const from = near && (await isBegun(transfer, part, { near, left }, task)) ? left : 0;
    // After that, as each takes a session of those that a host allows.
    if (from > 0) far = followHash(transfer, part, size, task.signal);
    task.stage(from > 0 ? 'Going on with an earlier try' : 'Sending', 1, 3);
    const grown = (upTo: number) => near?.grown(upTo);
    const confirmed = (upTo: number) => far?.grown(upTo);
    await send(transfer, part, source, { from, to: size, grown, confirmed }, task);
    const after = await source.stat({ bigint: true });
    const written = after.mtimeNs !== before.mtimeNs || after.size !== before.size;
    if ((await findAt(transfer.session, part))?.size !== size) throw await damaged(transfer, part);
    if (!far && !written) return { sha256: null, from };
    task.stage('Comparing hashes', 2, 3);
    const [sha256, theirs] = await Promise.all([
      near ? near.at(size) : hashStart(source, size),
      far ? far.result() : farHash(transfer, part, size, task.signal),
    ]);
    if (theirs !== sha256) throw await damaged(transfer, part);
    return { sha256, from };
  } finally {
    far?.stop();
    await near?.stop();
  }
}

const taken = () => conflict('A file of this name is there already.', 'Replace it, or rename one of them.');

async function damaged({ session }: Transfer, part: Buffer): Promise<AppError> {
  await removeFile(session, part).catch(() => undefined);
  return new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'It was removed again. Try again when the file is no longer written; else check the disk and the memory of the host.',
    reason: 'damaged',
  });
}

/**
 * Where it is until it is whole: one and the same for each try, another one for a file that has grown since, and for
 * whoever else sends one of this name, from another installation or over another entry of the same host.
 */
export function partOf(
  hostId: string,
  { folder, name, size }: { folder: Buffer; name: Buffer; size: number },
): Buffer {
  const key = createHash('sha256')
    .update(`${hostId}\0`)
    .update(name)
    .update(`\0${size}`)
    .digest('hex')
    .slice(0, 16);
  return childOf(folder, `.fedwright-${key}.part`);
}

/** How many bytes an earlier try has left that may be the beginning of the file. */
async function sizeOfBegun({ session }: Transfer, part: Buffer, size: number): Promise<number> {
  const left = await findAt(session, part);
  if (!left) return 0;
  // A link or a pipe of this name was put there by someone: nothing is written through it.
  if (kindOf(left) !== 'file') throw conflict('Something is in the way of the upload.', 'Remove it.');
  return left.size > size ? 0 : left.size;
}

async function isBegun(
  transfer: Transfer,
  part: Buffer,
  { near, left }: { near: HashBeside; left: number },
  { signal }: TaskContext,
): Promise<boolean> {
  const [ours, theirs] = await Promise.all([near.at(left), farHash(transfer, part, left, signal)]);
  return ours === theirs;
}

interface Sending {
  from: number;
  to: number;
  /** Called with how much has been sent, and with how much the host has confirmed. */
  grown: (upTo: number) => void;
  confirmed: (upTo: number) => void;
}

async function send(
  { session }: Transfer,
  part: Buffer,
  source: FileHandle,
  { from, to, grown, confirmed }: Sending,
  task: TaskContext,
): Promise<void> {
  const flags = openFor.write | openFor.create | (from === 0 ? openFor.truncate : 0);
  try {
    await withFile(session, part, { flags, mode: 0o600 }, async (handle) => {
      const sent = (upTo: number) => {
        grown(upTo);
        task.progress(upTo / to);
      };
      await sendPieces({ session, handle, path: part }, source, { from, to }, { sent, confirmed });
      await sync(session, handle);
    });
  } catch (error) {
    throw await fullDisk(session, part, error);
  }
}
