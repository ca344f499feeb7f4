import { createHash, type Hash } from 'node:crypto';
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError, conflict } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import type { FileSource } from '../file-places/file-place';
import { hashStart } from './hash-start';

/**
 * Brings a file of a host or a container to a place of this machine. Until it is whole and its hash is right it
 * is in a file beside that ends in `.part`; a try after a loss goes on with it. One that is cancelled leaves
 * nothing.
 */
export async function download(
  source: FileSource,
  file: string,
  task: TaskContext,
): Promise<{ sizeBytes: number; sha256: string; resumedAt: number }> {
  const part = `${file}.part`;
  try {
    return await withPathProblems(async () => {
      task.stage('Looking for what is there already', 0, 3);
      const target = await openPart(part);
      const far = source.follow();
      try {
        const begun = await findBegun(source, target);
        task.stage(begun.from > 0 ? 'Going on with an earlier try' : 'Receiving', 1, 3);
        far.grown(source.size);
        await receive(source, target, begun, task);
        const sha256 = begun.hash.digest('hex');
        task.stage('Comparing hashes', 2, 3);
        const theirs = await far.result();
        if (theirs !== null && theirs !== sha256) {
          rmSync(part, { force: true });
          throw changed();
        }
        renameSync(part, file);
        task.log(`SHA-256 ${sha256}${theirs === null ? '' : ', the same on both sides'}.`);
        return { sizeBytes: source.size, sha256, resumedAt: begun.from };
      } finally {
        far.stop();
        await target.close();
      }
    });
  } finally {
    if (task.signal.aborted && isFile(part)) rmSync(part, { force: true });
  }
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

async function findBegun(source: FileSource, target: FileHandle): Promise<{ from: number; hash: Hash }> {
  const { size: left } = await target.stat();
  if (left > 0 && left <= source.size && source.readFrom) {
    const hash = await hashStart(target, left);
    const theirs = await source.hash(left);
    const same = theirs === null ? await source.checksWhole() : theirs === hash.copy().digest('hex');
    if (same) return { from: left, hash };
  }
  await target.truncate(0);
  return { from: 0, hash: createHash('sha256') };
}

async function receive(
  source: FileSource,
  target: FileHandle,
  { from, hash }: { from: number; hash: Hash },
  task: TaskContext,
): Promise<void> {
  let at = from;
  const pieces = source.readFrom ? source.readFrom(from) : source.readAll();
  for await (const piece of pieces) {
    task.signal.throwIfAborted();
    // The disk works on it while it is hashed.
    const written = target.write(piece, 0, piece.length, at);
    hash.update(piece);
    await written;
    at += piece.length;
    task.progress(source.size > 0 ? at / source.size : 1);
  }
  if (at !== source.size) throw changed();
  await target.sync();
}
