import { entriesPerFolder, type RemoteEntry, type RemoteListing } from '../../preload/contract/file-calls';
import { invalid } from '../errors';
import { kindOf } from '../file-places/file-kind';
import type { FileAttributes, FilePlace } from '../file-places/file-place';
import { childOf, nameOf, parentOf, readPath, showName, writePath } from '../file-places/remote-path';

export function toEntry(path: Buffer, attributes: FileAttributes): RemoteEntry {
  return {
    path: writePath(path),
    name: showName(nameOf(path)) || '/',
    kind: kindOf(attributes),
    sizeBytes: attributes.size,
    modifiedAt: attributes.mtime * 1000,
    mode: attributes.mode & 0o7777,
    owner: attributes.owner ?? String(attributes.uid),
    group: attributes.group ?? String(attributes.gid),
  };
}

export const entryAt = async (files: FilePlace, path: Buffer): Promise<RemoteEntry> =>
  toEntry(path, await files.lstat(path));

/** The folder that is meant: its bytes, what was typed, or the home folder. */
async function findFolder(files: FilePlace, path: string | null, typed: string | null): Promise<Buffer> {
  if (path !== null) return readPath(path);
  const text = typed?.trim() ?? '';
  if (text.includes('\0')) throw invalid('A path has no NUL character.', 'Type another path.');
  if (text === '' || text === '~') return files.realPath(Buffer.from('.'));
  // What begins neither with a slash nor with the home folder is below the home folder too.
  return files.realPath(Buffer.from(text.replace(/^~\//, './')));
}

/** Lists one folder, in the order of names, folders first. @throws AppError INVALID for what is no folder */
export async function listFolder(
  files: FilePlace,
  { path, typed }: { path: string | null; typed: string | null },
): Promise<RemoteListing> {
  const folder = await findFolder(files, path, typed);
  const { entries, cut } = await files.list(folder, entriesPerFolder);
  const order = (a: RemoteEntry, b: RemoteEntry) =>
    Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name);
  return {
    path: writePath(folder),
    shown: showName(folder),
    parts: partsOf(folder),
    entries: entries.map((entry) => toEntry(childOf(folder, entry.name), entry)).toSorted(order),
    cut,
    limited: files.limited,
  };
}

function partsOf(folder: Buffer): RemoteListing['parts'] {
  const parts: RemoteListing['parts'] = [];
  for (let at = folder; ; at = parentOf(at)) {
    parts.unshift({ path: writePath(at), name: showName(nameOf(at)) || '/' });
    if (at.length === 1) return parts;
  }
}
