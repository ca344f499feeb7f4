import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, conflict } from '../errors';
import type { TaskContext } from '../tasks/service';
import { farHash, followHash } from './far-hash';
import type { Upload } from '../file-places/file-place';
import { fullDisk } from './full-disk';
import { hashStart } from './hash-start';
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
    const begun = await findBegun(transfer, part, source, size, task);
    task.stage(begun.from > 0 ? 'Going on with an earlier try' : 'Sending', 1, 3);
    const far = followHash(transfer, part, size, task.signal);
    try {
      await send(transfer, part, source, { ...begun, to: size, confirmed: far.grown }, task);
      const sha256 = begun.hash.digest('hex');
      task.stage('Comparing hashes', 2, 3);
      if ((await far.result()) !== sha256) {
        await removeFile(session, part);
        throw damaged();
      }
      await setMode(session, part, there ? there.mode & 0o7777 : mode);
      await (mayReplace ? replace : rename)(session, part, target);
      task.log(`SHA-256 ${sha256}, the same on both sides.`);
      return { sizeBytes: size, sha256, resumedAt: begun.from };
    } finally {
      far.stop();
    }
  } finally {
    await source.close();
  }
}

const taken = () => conflict('A file of this name is there already.', 'Replace it, or rename one of them.');

const damaged = () =>
  new AppError('UNAVAILABLE', 'What arrived is not what was sent.', {
    hint: 'It was removed again. Check the disk and the memory of the host, then try again.',
    reason: 'damaged',
  });

/** Where it is until it is whole: one and the same for each try, and another one for a file that has grown since. */
export function partOf(folder: Buffer, name: Buffer, size: number): Buffer {
  const key = createHash('sha256').update(name).update(`\0${size}`).digest('hex').slice(0, 16);
  return childOf(folder, `.fedwright-${key}.part`);
}

interface Begun {
  from: number;
  /** Of the first `from` bytes. */
  hash: Hash;
}

/** How much of the file an earlier try has left, if it is the same bytes. */
async function findBegun(
  transfer: Transfer,
  part: Buffer,
  source: FileHandle,
  size: number,
  { signal }: TaskContext,
): Promise<Begun> {
  const nothing = () => ({ from: 0, hash: createHash('sha256') });
  const left = await findAt(transfer.session, part);
  if (!left) return nothing();
  // A link or a pipe of this name was put there by someone: nothing is written through it.
  if (kindOf(left) !== 'file') throw conflict('Something is in the way of the upload.', 'Remove it.');
  if (left.size === 0 || left.size > size) return nothing();
  const hash = await hashStart(source, left.size);
  const same = hash.copy().digest('hex') === (await farHash(transfer, part, left.size, signal));
  return same ? { from: left.size, hash } : nothing();
}

async function send(
  { session }: Transfer,
  part: Buffer,
  source: FileHandle,
  { from, to, hash, confirmed }: Begun & { to: number; confirmed: (upTo: number) => void },
  task: TaskContext,
): Promise<void> {
  const flags = openFor.write | openFor.create | (from === 0 ? openFor.truncate : 0);
  try {
    await withFile(session, part, { flags, mode: 0o600 }, async (handle) => {
      const piece = (bytes: Buffer, at: number) => {
        hash.update(bytes);
        task.progress(at / to);
      };
      await sendPieces({ session, handle, path: part }, source, { from, to }, { piece, confirmed });
      await sync(session, handle);
    });
  } catch (error) {
    throw await fullDisk(session, part, error);
  }
}
