import { invalid } from '../errors';
import { kindOf } from '../remote-files/entries';
import type { FilePlace, NamedEntry } from '../remote-files/file-place';
import { childOf, nameOf, parentOf, showName } from '../remote-files/remote-path';
import type { ContainerState } from './container-state';
import { followLink, getArchive } from './archive';
import type { InContainer } from './exec';
import { limitedTo } from './problems';
import { putEntries } from './put-entries';
import { readTar, type TarEntry } from './read-tar';
import { tarTree } from './tar-tree';

/** An archive has all that is below a folder in it: what is read at most to find what is in the folder itself. */
export const listCaps = { bytes: 256 * 1024 ** 2, entries: 100_000, ms: 20_000 };

/**
 * The files of a container that does not run, or that has no programs, through the archive of the engine. It can be
 * read and added to; nothing in it can be renamed or deleted.
 */
export function archivePlace(of: ContainerState, limited: 'stopped' | 'bare'): FilePlace {
  const refuse = () => Promise.reject(limitedTo(limited));
  return {
    limited,
    async realPath(path) {
      const whole = path[0] === 0x2f ? path : childOf(of.home, path);
      return (await followLink(of, whole)) ?? withoutDots(whole);
    },
    lstat: async (path) => (await readFirst(of, path)).attributes,
    readLink: async (path) => (await readFirst(of, path)).link ?? Buffer.alloc(0),
    list: (path, most) => list(of, path, most),
    readStart: (path, limit) => readFirst(of, path, limit),
    async replaceFile(path, content, { attributes, check }) {
      await check();
      await putEntries(of, parentOf(path), [{ name: nameOf(path), attributes, content }]);
    },
    makeFolder: (path) =>
      putEntries(of, parentOf(path), [{ name: nameOf(path), attributes: newFolder, content: null }]),
    rename: refuse,
    setMode: refuse,
    count: refuse,
  };
}

const newFolder = { size: 0, uid: 0, gid: 0, mode: 0o040755, mtime: Math.floor(Date.now() / 1000) };

/** The one thing that is at a path, with the first bytes of a file. */
async function readFirst(of: InContainer, path: Buffer, limit = 0) {
  const entries = readTar(await getArchive(of, path));
  for await (const { attributes, link, content } of entries)
    return { attributes, link, content: await startOf(content, limit) };
  throw invalid('The engine sent an empty archive.', 'Try again.');
}

async function startOf(content: TarEntry['content'], limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  if (limit > 0)
    for await (const piece of content) {
      pieces.push(piece);
      size += piece.length;
      if (size >= limit) break;
    }
  return Buffer.concat(pieces).subarray(0, limit);
}

async function list(
  of: InContainer,
  path: Buffer,
  most: number,
): Promise<{ entries: NamedEntry[]; cut: 'entries' | 'bytes' | null }> {
  const late = AbortSignal.timeout(listCaps.ms);
  const source = await getArchive(of, path);
  let read = 0;
  let seen = 0;
  source.on('data', (chunk: Buffer) => (read += chunk.length));
  const entries = new Map<string, NamedEntry>();
  for await (const item of tarTree(source)) {
    if (seen === 0 && kindOf(item.attributes) !== 'folder')
      throw invalid(`"${showName(path)}" is no folder.`, 'Open the folder that it is in.');
    seen += 1;
    const isChild = item.path.length > 0 && !item.path.includes(0x2f);
    if (isChild && entries.size >= most) return { entries: [...entries.values()], cut: 'entries' };
    if (isChild)
      entries.set(item.path.toString('latin1'), {
        name: item.path,
        ...item.attributes,
        ...sizeOf(item.sameAs, entries),
      });
    if (read > listCaps.bytes || seen > listCaps.entries || late.aborted)
      return { entries: [...entries.values()], cut: 'bytes' };
  }
  return { entries: [...entries.values()], cut: null };
}

/** A second name of a file comes without its size. */
function sizeOf(sameAs: Buffer | null, entries: Map<string, NamedEntry>): { size?: number } {
  const first = sameAs && entries.get(sameAs.toString('latin1'));
  return first ? { size: first.size } : {};
}

/** `/a/./b/../c` as `/a/c`: an engine takes such paths, and a page shows the parts of one. */
function withoutDots(path: Buffer): Buffer {
  const parts: string[] = [];
  for (const part of path.toString('latin1').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return Buffer.from(`/${parts.join('/')}`, 'latin1');
}
