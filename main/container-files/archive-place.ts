import { invalid } from '../errors';
import { kindOf } from '../file-places/file-kind';
import type { FilePlace, NamedEntry } from '../file-places/file-place';
import { childOf, nameOf, parentOf, showName } from '../file-places/remote-path';
import type { ContainerState } from './container-state';
import { followLink } from './archive';
import { archiveTree } from './archive-tree';
import type { InContainer } from './exec';
import { gone, limitedTo } from './problems';
import { putEntries } from './put-entries';

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
  const caps = watchCaps();
  for await (const { attributes, link, content } of archiveTree(of, path, caps))
    return { attributes, link, content: await startOf(content(), limit) };
  throw gone(path);
}

async function startOf(content: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
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

/** Counts what is read of an archive, and says when it is enough. */
function watchCaps() {
  const late = AbortSignal.timeout(listCaps.ms);
  let read = 0;
  let seen = 0;
  return {
    onBytes: (count: number) => void (read += count),
    enough: () => (seen += 1) > listCaps.entries || read > listCaps.bytes || late.aborted,
  };
}

async function list(
  of: InContainer,
  path: Buffer,
  most: number,
): Promise<{ entries: NamedEntry[]; cut: 'entries' | 'bytes' | null }> {
  const caps = watchCaps();
  const entries = new Map<string, NamedEntry>();
  const found = (cut: 'entries' | 'bytes' | null) => ({ entries: [...entries.values()], cut });
  for await (const { path: at, attributes, sameAs } of archiveTree(of, path, caps)) {
    if (at.length === 0 && kindOf(attributes) !== 'folder')
      throw invalid(`"${showName(path)}" is no folder.`, 'Open the folder that it is in.');
    const isChild = at.length > 0 && !at.includes(0x2f);
    if (isChild && entries.size >= most) return found('entries');
    if (isChild) entries.set(at.toString('latin1'), { name: at, ...attributes, ...sizeOf(sameAs, entries) });
    if (caps.enough()) return found('bytes');
  }
  return found(null);
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
