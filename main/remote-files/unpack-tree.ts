import { randomBytes } from 'node:crypto';
import { constants, copyFile, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { conflict, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import type { TaskContext } from '../tasks/service';
import { kindOf } from '../file-places/file-kind';
import type { TreeItem } from '../file-places/file-place';
import { localName } from './local-name';
import { showName } from '../file-places/remote-path';

interface Unpacked {
  files: number;
  folders: number;
  bytes: number;
  /** Links, devices, and what would have been outside of the folder. */
  leftOut: number;
}

/**
 * Writes a folder of another machine into a folder of this one. Until it is whole it is in a folder beside that
 * nobody else can enter; what fails or is cancelled leaves nothing. No link is made, so that none can be written
 * through, now or later; names that lead elsewhere are left out, and said.
 */
export async function unpackTree(
  items: AsyncGenerator<TreeItem>,
  { into, name, totalBytes }: { into: string; name: Buffer; totalBytes: number | null },
  task: TaskContext,
): Promise<Unpacked> {
  const own = localName(name);
  if (own === null) throw invalid('A folder cannot have this name here.', 'Rename it, or take it as a tar.');
  const target = path.join(into, own);
  if (existsSync(target)) throw taken(target);
  const staging = path.join(into, `.fedwright-${randomBytes(8).toString('hex')}.part`);
  const done: Unpacked = { files: 0, folders: 0, bytes: 0, leftOut: 0 };
  return withPathProblems(async () => {
    await mkdir(staging, { mode: 0o700 });
    try {
      for await (const item of items) {
        task.signal.throwIfAborted();
        await place(staging, item, done, task);
        task.progress(totalBytes === null ? null : done.bytes / Math.max(1, totalBytes));
      }
      if (existsSync(target)) throw taken(target);
      await rename(staging, target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
    if (done.leftOut > 0) task.log(`${done.leftOut} left out: see above. A tar would have all of them.`);
    return done;
  });
}

const taken = (target: string) =>
  conflict(`${path.basename(target)} is in this folder already.`, 'Choose another folder, or rename it.');

async function place(staging: string, item: TreeItem, done: Unpacked, task: TaskContext): Promise<void> {
  const kind = kindOf(item.attributes);
  const leaveOut = (why: string) => {
    done.leftOut += 1;
    task.log(`Left out, ${why}: ${showName(item.path)}`);
  };
  const file = localPath(staging, item.path);
  if (file === null) return leaveOut('as its name cannot be used here');
  if (kind === 'link') return leaveOut('a link');
  const first = item.sameAs && localPath(staging, item.sameAs);
  if (item.sameAs && (first === null || first === staging))
    return leaveOut('as it is the same as something that is not in the folder');
  if (kind === 'other') return leaveOut('a device, pipe or socket');
  try {
    if (kind === 'folder') {
      if (item.path.length > 0) await mkdir(file, { mode: 0o700 });
      done.folders += 1;
      return;
    }
    await writeFile(staging, file, item, done);
    done.files += 1;
  } catch (error) {
    // The same name twice, or two that are one to the file system of this machine.
    if (isCode(error, 'EEXIST') || isCode(error, 'ENOTDIR'))
      return leaveOut('as something of this name is there already');
    if (!item.sameAs || !isCode(error, 'ENOENT')) throw error;
    leaveOut('as it is the same as a file that is not there');
  }
}

async function writeFile(staging: string, file: string, item: TreeItem, done: Unpacked): Promise<void> {
  const { attributes, sameAs } = item;
  // Never a bit that runs a program as somebody else.
  const mode = (attributes.mode & 0o755) | 0o600;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if (sameAs) {
    const first = localPath(staging, sameAs);
    if (first !== null) await copyFile(first, file, constants.COPYFILE_EXCL);
  } else {
    const handle = await open(file, 'wx', mode);
    try {
      for await (const piece of item.content()) {
        await handle.writeFile(piece);
        done.bytes += piece.length;
      }
    } finally {
      await handle.close();
    }
  }
  await utimes(file, attributes.mtime, attributes.mtime);
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Where it belongs, each name checked by itself; null for a path that leads out, or that cannot be here. */
function localPath(staging: string, at: Buffer): string | null {
  if (at.length === 0) return staging;
  const parts = at
    .toString('latin1')
    .split('/')
    .map((part) => localName(Buffer.from(part, 'latin1')));
  return parts.every((part) => part !== null) ? path.join(staging, ...parts) : null;
}
