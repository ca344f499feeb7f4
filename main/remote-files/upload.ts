import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, conflict } from '../errors';
import { type HashBeside, hashBeside } from '../files/hash-beside';
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
 * Sends a local file into a folder of the host under `name`. Until it is whole and its hash is right it is in
 * a hidden file beside; a later try looks what of it is there, and goes on.
 */
export async function upload(
  transfer: Transfer,
  { file, folder, name, mayReplace, mode = newMode }: Upload,
  task: TaskContext,
): Promise<{ sizeBytes: number; sha256: string; resumedAt: number }> {
  const { session } = transfer;
  const target = childOf(folder, name);
  const there = await findAt(session, target);
  if (there && kindOf(there) !== 'file')
    throw conflict('Something that is no file has this name.', 'Rename one of them.');
  if (there && !mayReplace) throw taken();
  const source = await open(file, 'r');
  try {
    const { size } = await source.stat();
    const part = partOf(folder, name, size);
    task.stage('Looking for what is there already', 0, 3);
    const near = hashBeside(source, size);
    let far: ReturnType<typeof followHash> | null = null;
    try {
      const from = await findBegun(transfer, part, { near, size }, task);
      // After that, as each takes a session of those that a host allows.
      far = followHash(transfer, part, size, task.signal);
      task.stage(from > 0 ? 'Going on with an earlier try' : 'Sending', 1, 3);
      await send(transfer, part, source, { from, to: size, grown: near.grown, confirmed: far.grown }, task);
      task.stage('Comparing hashes', 2, 3);
      const [sha256, theirs] = await Promise.all([near.at(size), far.result()]);
      if (theirs !== sha256) {
        await removeFile(session, part);
        throw damaged();
      }
      if (there && !(await keepOwner(session, part, there)))
        task.log('It belongs to your user now: the host does not let you keep its owner.');
      await setMode(session, part, there ? there.mode & 0o7777 : mode);
      await (mayReplace ? replace : rename)(session, part, target);
      task.log(`SHA-256 ${sha256}, the same on both sides.`);
      return { sizeBytes: size, sha256, resumedAt: from };
    } finally {
      far?.stop();
      await near.stop();
    }
  } finally {
    await source.close();
  }
}

const taken = () => conflict('A file of this name is there already.', 'Replace it, or rename one of them.');

const damaged = () =>
  new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'It was removed again. Try again when the file is no longer written; else check the disk and the memory of the host.',
    reason: 'damaged',
  });

/** Where it is until it is whole: one and the same for each try, and another one for a file that has grown since. */
export function partOf(folder: Buffer, name: Buffer, size: number): Buffer {
  const key = createHash('sha256').update(name).update(`\0${size}`).digest('hex').slice(0, 16);
  return childOf(folder, `.fedwright-${key}.part`);
}

/** How many bytes of the file an earlier try has left, if they are the same. */
async function findBegun(
  transfer: Transfer,
  part: Buffer,
  { near, size }: { near: HashBeside; size: number },
  { signal }: TaskContext,
): Promise<number> {
  const left = await findAt(transfer.session, part);
  if (!left) return 0;
  // A link or a pipe of this name was put there by someone: nothing is written through it.
  if (kindOf(left) !== 'file') throw conflict('Something is in the way of the upload.', 'Remove it.');
  if (left.size === 0 || left.size > size) return 0;
  const [ours, theirs] = await Promise.all([near.at(left.size), farHash(transfer, part, left.size, signal)]);
  return ours === theirs ? left.size : 0;
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
