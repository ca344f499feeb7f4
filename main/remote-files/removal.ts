import { kindOf } from '../file-places/file-kind';
import { childOf } from '../file-places/remote-path';
import { lstat, readFolder, removeFile, removeFolder } from './sftp-files';
import type { SftpSession } from './sftp-session';

/** What is counted at most before a removal is asked for; the removal itself has no bound. */
const countLimit = 100_000;

/** Everything below, and at last the thing itself: children before their folder. Follows no link. */
async function* walk(
  session: SftpSession,
  path: Buffer,
): AsyncGenerator<{ path: Buffer; folder: boolean; size: number }> {
  const attributes = await lstat(session, path);
  const folder = kindOf(attributes) === 'folder';
  if (folder) yield* walkFolder(session, path);
  yield { path, folder, size: folder ? 0 : attributes.size };
}

async function* walkFolder(
  session: SftpSession,
  folder: Buffer,
): AsyncGenerator<{ path: Buffer; folder: boolean; size: number }> {
  // Read whole first: a folder that is read while its entries go may leave some out.
  const found = [];
  for await (const names of readFolder(session, folder)) found.push(...names);
  for (const each of found) {
    const path = childOf(folder, each.name);
    const isFolder = kindOf(each) === 'folder';
    if (isFolder) yield* walkFolder(session, path);
    yield { path, folder: isFolder, size: isFolder ? 0 : each.size };
  }
}

export async function countTrees(session: SftpSession, paths: Buffer[]) {
  const count = { files: 0, folders: 0, bytes: 0, cut: false };
  for (const path of paths)
    for await (const { folder, size } of walk(session, path)) {
      if (count.files + count.folders >= countLimit) return { ...count, cut: true };
      if (folder) count.folders += 1;
      else count.files += 1;
      count.bytes += size;
    }
  return count;
}

/** Removes things with all that is below them, and calls back after each. Gives how many they were. */
export async function removeTrees(
  session: SftpSession,
  paths: Buffer[],
  onRemoved: (count: number) => void,
): Promise<number> {
  let count = 0;
  for (const path of paths)
    for await (const found of walk(session, path)) {
      await (found.folder ? removeFolder : removeFile)(session, found.path);
      onRemoved((count += 1));
    }
  return count;
}
