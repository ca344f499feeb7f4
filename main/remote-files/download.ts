import { createHash } from 'node:crypto';
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { AppError, conflict } from '../errors';
import { type HashBeside, hashBeside, hashStart } from '../files/hash-beside';
import { withPathProblems } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import type { FileSource } from '../file-places/file-place';

/**
 * Brings a file of a host or a container to a place of this machine. Until it is whole it is in a hidden file beside; a
 * try after a loss goes on with it. One that is cancelled leaves nothing.
 *
 * As with an upload, hashes are compared, and then `sha256` is not null, when the beginning is of an earlier try or the
 * file was written while it was read.
 */
export async function download(
  source: FileSource,
  file: string,
  task: TaskContext,
): Promise<{ sizeBytes: number; sha256: string | null; resumedAt: number }> {
  const part = downloadPart(file);
  try {
    return await withPathProblems(async () => {
      task.stage('Looking for what is there already', 0, 3);
      const target = await openPart(part);
      try {
        const { sha256, theirs, from } = await receiveWhole(source, target, task);
        if (theirs !== sha256) {
          rmSync(part, { force: true });
          throw changed();
        }
        task.signal.throwIfAborted();
        renameSync(part, file);
        if (sha256 !== null) task.log(`SHA-256 ${sha256}, the same on both sides.`);
        return { sizeBytes: source.size, sha256, resumedAt: from };
      } finally {
        await target.close();
      }
    });
  } finally {
    if (task.signal.aborted && isFile(part)) rmSync(part, { force: true });
  }
}

/** Receives what is missing. Both hashes are null where none had to be compared, or none can be had for what is new. */
async function receiveWhole(
  source: FileSource,
  target: FileHandle,
  task: TaskContext,
): Promise<{ sha256: string | null; theirs: string | null; from: number }> {
  const { size: left } = await target.stat();
  const near = left > 0 ? hashBeside(target, source.size) : null;
  let far: ReturnType<FileSource['follow']> | null = null;
  try {
    const from = near ? await findBegun(source, target, { left, near }) : 0;
    if (from > 0) far = source.follow();
    task.stage(from > 0 ? 'Going on with an earlier try' : 'Receiving', 1, 3);
    far?.grown(source.size);
    await receive(source, target, { from, grown: (upTo) => from > 0 && near?.grown(upTo) }, task);
    if (!far && !(await source.changed())) return { sha256: null, theirs: null, from };
    task.stage('Comparing hashes', 2, 3);
    const [sha256, theirs] = await Promise.all([
      near && from > 0 ? near.at(source.size) : hashStart(target, source.size),
      far ? far.result() : source.hash(source.size),
    ]);
    // What an earlier try has left has to be compared with something.
    return { sha256: theirs === null && from === 0 ? null : sha256, theirs, from };
  } finally {
    far?.stop();
    await near?.stop();
  }
}

/** One and the same for each try, and none that anybody else uses. */
export function downloadPart(file: string): string {
  const key = createHash('sha256').update(path.basename(file)).digest('hex').slice(0, 16);
  return path.join(path.dirname(file), `.fedwright-${key}.part`);
}

const changed = () =>
  new AppError('CONFLICT', 'The file changed while it was read.', {
    hint: 'Nothing was kept. Try again when it is no longer written.',
    reason: 'changed',
  });

const isFile = (file: string): boolean => lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

async function openPart(part: string): Promise<FileHandle> {
  if (!existsSync(part)) return open(part, 'wx+', 0o600);
  if (!isFile(part)) throw conflict(`Something is in the way: ${part}`, 'Move it elsewhere.');
  return open(part, 'r+');
}

/** How many bytes of an earlier try are the same as those of the host. */
async function findBegun(
  source: FileSource,
  target: FileHandle,
  { left, near }: { left: number; near: HashBeside },
): Promise<number> {
  if (left > 0 && left <= source.size && source.readFrom) {
    const [ours, theirs] = await Promise.all([near.at(left), source.hash(left)]);
    if (theirs === null ? await source.checksWhole() : theirs === ours) return left;
  }
  await target.truncate(0);
  return 0;
}

async function receive(
  source: FileSource,
  target: FileHandle,
  { from, grown }: { from: number; grown: (upTo: number) => unknown },
  task: TaskContext,
): Promise<void> {
  let at = from;
  const pieces = source.readFrom ? source.readFrom(from) : source.readAll();
  for await (const piece of pieces) {
    task.signal.throwIfAborted();
    // A disk that is full takes a part, and says so with the next.
    for (let done = 0; done < piece.length;)
      done += (await target.write(piece, done, piece.length - done, at + done)).bytesWritten;
    at += piece.length;
    grown(at);
    task.progress(source.size > 0 ? at / source.size : 1);
  }
  if (at !== source.size) throw changed();
  await target.sync();
}
