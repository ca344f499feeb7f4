import { createHash, type Hash } from 'node:crypto';
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { AppError, conflict, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import { farHash, followHash } from './far-hash';
import { piecesOf } from './pieces';
import type { Sessions } from './sessions';
import { fstat, withFile } from './sftp-files';
import { kindOf } from './entries';
import { openFor, type Attributes } from './sftp-wire';
import type { Transfer } from './transfer';
import { hashStart } from './upload';

/**
 * Brings a file of a host to a place of this machine. Until it is whole and its hash is right it is in a file
 * beside that ends in `.part`; a later try goes on with it.
 */
export function download(
  transfer: Transfer,
  { path, file }: { path: Buffer; file: string },
  task: TaskContext,
): Promise<{ sizeBytes: number; sha256: string; resumedAt: number }> {
  const part = `${file}.part`;
  return withPathProblems(() =>
    withFile(transfer.session, path, { flags: openFor.read }, async (handle) => {
      const { size } = needFile(await fstat(transfer.session, handle));
      task.stage('Looking for what is there already', 0, 3);
      const target = await openPart(part);
      const far = followHash(transfer, path, size, task.signal);
      try {
        const begun = await findBegun(transfer, { path, size }, target, task);
        task.stage(begun.from > 0 ? 'Going on with an earlier try' : 'Receiving', 1, 3);
        far.grown(size);
        await receive(transfer, handle, target, { ...begun, to: size }, task);
        const sha256 = begun.hash.digest('hex');
        task.stage('Comparing hashes', 2, 3);
        if ((await far.result()) !== sha256) {
          rmSync(part, { force: true });
          throw changed();
        }
        renameSync(part, file);
        task.log(`SHA-256 ${sha256}, the same on both sides.`);
        return { sizeBytes: size, sha256, resumedAt: begun.from };
      } finally {
        far.stop();
        await target.close();
      }
    }),
  );
}

const changed = () =>
  new AppError('CONFLICT', 'The file changed on the host while it was read.', {
    hint: 'Nothing was kept. Try again when it is no longer written.',
    reason: 'changed',
  });

function needFile(attributes: Attributes): Attributes {
  if (kindOf(attributes) === 'file') return attributes;
  throw invalid('Only files can be downloaded.', 'Choose a file, or pack the folder on the host first.');
}

async function openPart(part: string): Promise<FileHandle> {
  if (!existsSync(part)) return open(part, 'wx+', 0o600);
  if (!lstatSync(part).isFile()) throw conflict(`Something is in the way: ${part}`, 'Move it elsewhere.');
  return open(part, 'r+');
}

async function findBegun(
  transfer: Transfer,
  { path, size }: { path: Buffer; size: number },
  target: FileHandle,
  { signal }: TaskContext,
): Promise<{ from: number; hash: Hash }> {
  const { size: left } = await target.stat();
  if (left > 0 && left <= size) {
    const hash = await hashStart(target, left);
    if (hash.copy().digest('hex') === (await farHash(transfer, path, left, signal)))
      return { from: left, hash };
  }
  await target.truncate(0);
  return { from: 0, hash: createHash('sha256') };
}

async function receive(
  { session }: Transfer,
  handle: Buffer,
  target: FileHandle,
  { from, to, hash }: { from: number; to: number; hash: Hash },
  task: TaskContext,
): Promise<void> {
  let at = from;
  for await (const piece of piecesOf(session, handle, { from, to })) {
    // The disk works on it while it is hashed.
    const written = target.write(piece, 0, piece.length, at);
    hash.update(piece);
    await written;
    at += piece.length;
    task.progress(at / to);
  }
  await target.sync();
}

/** A file of a host as a stream, read as fast as it is taken, over a session of its own. */
export function streamFile(
  sessions: Sessions,
  hostId: string,
  path: Buffer,
): Promise<{ stream: Readable; sizeBytes: number }> {
  const abort = new AbortController();
  const stream = new PassThrough({ highWaterMark: 1 << 20 });
  stream.once('close', () => abort.abort());
  return new Promise((resolve, reject) => {
    const work = sessions.transfer(hostId, abort.signal, (session) =>
      withFile(session, path, { flags: openFor.read }, async (handle) => {
        const { size } = needFile(await fstat(session, handle));
        resolve({ stream, sizeBytes: size });
        for await (const piece of piecesOf(session, handle, { from: 0, to: size, keep: true }))
          if (!stream.write(piece)) await once(stream, 'drain', { signal: abort.signal });
        stream.end();
      }),
    );
    work.catch((error: Error) => {
      reject(error);
      stream.destroy(error);
    });
  });
}
