import { entriesPerFolder, type RemoteEntry, type RemoteListing } from '../../preload/contract/remote-files';
import { invalid } from '../errors';
import { childOf, nameOf, parentOf, readPath, showName, writePath } from './remote-path';
import { lstat, readFolder, realPath } from './sftp-files';
import type { SftpSession } from './sftp-session';
import type { Attributes } from './sftp-wire';

const typeMask = 0o170000;
const kinds: Record<number, RemoteEntry['kind']> = { 0o100000: 'file', 0o040000: 'folder', 0o120000: 'link' };

export const kindOf = ({ mode }: Attributes): RemoteEntry['kind'] => kinds[mode & typeMask] ?? 'other';

/** @param line of `ls -l`, where the host sent one: the names of owner and group are in it alone. */
export function toEntry(path: Buffer, attributes: Attributes, line = ''): RemoteEntry {
  const [, owner, group] = /^\S+\s+\d+\s+(\S+)\s+(\S+)\s/.exec(line) ?? [];
  return {
    path: writePath(path),
    name: showName(nameOf(path)) || '/',
    kind: kindOf(attributes),
    sizeBytes: attributes.size,
    modifiedAt: attributes.mtime * 1000,
    mode: attributes.mode & 0o7777,
    owner: owner ?? String(attributes.uid),
    group: group ?? String(attributes.gid),
  };
}

export const entryAt = async (session: SftpSession, path: Buffer): Promise<RemoteEntry> =>
  toEntry(path, await lstat(session, path));

/** The folder that is meant: its bytes, what was typed, or the home folder. */
async function findFolder(session: SftpSession, path: string | null, typed: string | null): Promise<Buffer> {
  if (path !== null) return readPath(path);
  const text = typed?.trim() ?? '';
  if (text.includes('\0')) throw invalid('A path has no NUL character.', 'Type another path.');
  if (text === '' || text === '~') return realPath(session, Buffer.from('.'));
  // What begins neither with a slash nor with the home folder is below the home folder too.
  return realPath(session, Buffer.from(text.replace(/^~\//, './')));
}

/** Lists one folder, in the order of names, folders first. @throws AppError INVALID for what is no folder */
export async function listFolder(
  session: SftpSession,
  { path, typed }: { path: string | null; typed: string | null },
): Promise<RemoteListing> {
  const folder = await findFolder(session, path, typed);
  const entries: RemoteEntry[] = [];
  let cut = false;
  for await (const names of readFolder(session, folder)) {
    for (const { name, line, ...attributes } of names)
      entries.push(toEntry(childOf(folder, name), attributes, line));
    cut = entries.length > entriesPerFolder;
    if (cut) break;
  }
  const order = (a: RemoteEntry, b: RemoteEntry) =>
    Number(b.kind === 'folder') - Number(a.kind === 'folder') || a.name.localeCompare(b.name);
  return {
    path: writePath(folder),
    shown: showName(folder),
    parts: partsOf(folder),
    entries: entries.slice(0, entriesPerFolder).toSorted(order),
    cut,
  };
}

function partsOf(folder: Buffer): RemoteListing['parts'] {
  const parts: RemoteListing['parts'] = [];
  for (let at = folder; ; at = parentOf(at)) {
    parts.unshift({ path: writePath(at), name: showName(nameOf(at)) || '/' });
    if (at.length === 1) return parts;
  }
}
