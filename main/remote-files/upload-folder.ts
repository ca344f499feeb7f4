import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { conflict } from '../errors';
import { hashStart } from '../files/hash-beside';
import { withPathProblems } from '../files/path-problem';
import { listTree, type TreeEntry } from '../files/tree';
import type { HostAccess } from '../hosts/host-access';
import type { TaskContext } from '../tasks/service';
import { kindOf } from '../file-places/file-kind';
import { farHash } from './far-hash';
import type { Upload } from '../file-places/file-place';
import { childOf, readName } from '../file-places/remote-path';
import { removeTrees } from './removal';
import type { Sessions } from './sessions';
import { findAt, makeFolder, removeFile, rename } from './sftp-files';
import type { SftpSession } from './sftp-session';
import type { Transfer } from './transfer';
import { partOf, upload } from './upload';

interface Host {
  access: HostAccess;
  sessions: Sessions;
  hostId: string;
}

/** Sends a file or a folder to a host. What was begun and is cancelled is removed again. */
export async function uploadAny({ access, sessions, hostId }: Host, what: Upload, task: TaskContext) {
  const stat = await withPathProblems(async () => statSync(what.file));
  const folder = stat.isDirectory();
  try {
    return await sessions.transfer(hostId, task.signal, (session): Promise<unknown> =>
      (folder ? uploadFolder : upload)({ access, hostId, session }, what, task),
    );
  } catch (error) {
    if (task.signal.aborted) {
      const left = folder ? stagingOf(hostId, what) : partOf(hostId, { ...what, size: stat.size });
      await sessions.quick(hostId, (session) => clear(session, left)).catch(() => undefined);
    }
    throw error;
  }
}

async function clear(session: SftpSession, left: Buffer): Promise<void> {
  const attributes = await findAt(session, left);
  if (!attributes) return;
  if (kindOf(attributes) === 'folder') await removeTrees(session, [left], () => undefined);
  else await removeFile(session, left);
}

/** One and the same for each try. */
const stagingOf = (hostId: string, { folder, name }: Upload): Buffer =>
  childOf(
    folder,
    `.fedwright-${createHash('sha256').update(`${hostId}\0`).update(name).digest('hex').slice(0, 16)}.part`,
  );

/** Until all of it is there it is in a hidden folder beside; a later try leaves what is there as it is. */
async function uploadFolder(transfer: Transfer, what: Upload, task: TaskContext) {
  const { session } = transfer;
  const target = childOf(what.folder, what.name);
  if (await findAt(session, target))
    throw conflict('Something of this name is there already.', 'Rename one of them: folders are not mixed.');
  const staging = stagingOf(transfer.hostId, what);
  const all = await withPathProblems(async () => listTree(what.file));
  const total = all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await needFolder(session, staging);
  task.stage('Sending', 0, 2);
  let before = 0;
  let files = 0;
  for (const entry of all) {
    task.signal.throwIfAborted();
    if (entry.kind === 'other') task.log(`Left out, neither a file nor a folder: ${entry.path}`);
    else if (entry.kind === 'directory') await needFolder(session, placeOf(staging, entry));
    else {
      await sendOne(
        transfer,
        { staging, file: path.join(what.file, entry.path), entry },
        {
          ...task,
          stage: () => undefined,
          log: () => undefined,
          progress: (part) => task.progress((before + (part ?? 0) * entry.sizeBytes) / Math.max(1, total)),
        },
      );
      files += 1;
    }
    before += entry.sizeBytes;
  }
  task.stage('Putting it in its place', 1, 2);
  await rename(session, staging, target);
  task.log(`${files} ${files === 1 ? 'file' : 'files'}.`);
  return { files, sizeBytes: total };
}

const placeOf = (staging: Buffer, entry: TreeEntry): Buffer =>
  entry.path.split('/').reduce((at, part) => childOf(at, readName(part)), staging);

async function needFolder(session: SftpSession, folder: Buffer): Promise<void> {
  const there = await findAt(session, folder);
  if (!there) return makeFolder(session, folder);
  if (kindOf(there) !== 'folder') throw conflict('Something is in the way of the upload.', 'Remove it.');
}

async function sendOne(
  transfer: Transfer,
  { staging, file, entry }: { staging: Buffer; file: string; entry: TreeEntry },
  task: TaskContext,
): Promise<void> {
  const target = placeOf(staging, entry);
  const there = await findAt(transfer.session, target);
  if (there?.size === entry.sizeBytes && (await isSame(transfer, target, file, entry.sizeBytes, task.signal)))
    return;
  const name = readName(path.posix.basename(entry.path));
  const folder = target.subarray(0, target.length - name.length - 1);
  const mode = entry.mode & 0o100 ? 0o755 : 0o644;
  await upload(transfer, { file, folder, name, mayReplace: true, mode }, task);
}

async function isSame(
  transfer: Transfer,
  target: Buffer,
  file: string,
  length: number,
  signal: AbortSignal,
): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const ours = await hashStart(handle, length);
    return ours === (await farHash(transfer, target, length, signal));
  } finally {
    await handle.close();
  }
}
