import { createHash } from 'node:crypto';
import { type RemoteEntry, type RemoteLook, textBytes } from '../../preload/contract/file-calls';
import { readText, showName, writePath } from '../file-places/remote-path';
import { kindOf } from '../file-places/file-kind';
import { toEntry } from './entries';
import type { FileAttributes, FilePlace } from '../file-places/file-place';

type Content = RemoteLook['content'];

const pictureBytes = 32 * 1024 * 1024;
/** Pictures that hold no scripts. */
const pictures: Record<string, string> = {
  ...{ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' },
  ...{ bmp: 'image/bmp', ico: 'image/x-icon' },
};

/** The type of a picture by its name; null for anything else. */
export const pictureType = (name: string): string | null =>
  pictures[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * What can be shown of a file. A link is followed, and what it leads to is shown.
 * @param offer makes a link by which the page gets a picture.
 */
export async function lookAt(
  files: FilePlace,
  path: Buffer,
  offer: (path: Buffer, entry: RemoteEntry, contentType: string) => string,
): Promise<RemoteLook> {
  const own = await files.lstat(path);
  const entry = toEntry(path, own);
  const target = entry.kind === 'link' ? showName(await files.readLink(path)) : null;
  const found = target === null ? { path, attributes: own } : await follow(files, path);
  const leadsTo = found && entry.kind === 'link' && kindOf(found.attributes) === 'folder' ? found.path : null;
  return {
    ...{ entry, target, targetFolder: leadsTo && writePath(leadsTo) },
    content: found ? await contentOf(files, found, entry, offer) : gone,
  };
}

const none = (why: string): Content => ({ type: 'none', why });
const gone = none('The link leads nowhere.');

async function follow(files: FilePlace, path: Buffer) {
  try {
    const real = await files.realPath(path);
    return { path: real, attributes: await files.lstat(real) };
  } catch {
    return null;
  }
}

async function contentOf(
  files: FilePlace,
  { path, attributes }: { path: Buffer; attributes: FileAttributes },
  entry: RemoteEntry,
  offer: (path: Buffer, entry: RemoteEntry, contentType: string) => string,
): Promise<Content> {
  const kind = kindOf(attributes);
  if (kind === 'folder') return none('It is a folder.');
  // A pipe or a device would be waited for, or give without end.
  if (kind !== 'file') return none('It is neither a file nor a folder.');
  const picture = pictureType(entry.name);
  if (picture && attributes.size <= pictureBytes)
    return { type: 'picture', url: offer(path, { ...entry, path: writePath(path) }, picture) };
  return readContent(files, path);
}

async function readContent(files: FilePlace, path: Buffer): Promise<Content> {
  const { content, attributes } = await files.readStart(path, textBytes + 1);
  const cut = content.length > textBytes;
  const bytes = content.subarray(0, textBytes);
  const wide = bytes.length >= 2 && /^(fffe|feff)$/.test(bytes.toString('hex', 0, 2));
  if (wide) {
    const encoding = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
    return {
      type: 'text',
      text: new TextDecoder(encoding).decode(bytes),
      encoding: 'UTF-16',
      cut,
      version: null,
    };
  }
  if (bytes.includes(0)) return none('It is not a text.');
  const text = readUtf8(bytes, cut);
  if (text === null)
    return { type: 'text', text: bytes.toString('latin1'), encoding: 'Latin-1', cut, version: null };
  // Saving would take the mark away that some programs want.
  const marked = bytes.toString('hex', 0, 3) === 'efbbbf';
  const version = cut || marked ? null : versionOf(content, attributes);
  return { type: 'text', text, encoding: 'UTF-8', cut, version };
}

/** Where it is cut a character may be cut as well: up to three of its bytes are left away. */
function readUtf8(bytes: Buffer, cut: boolean): string | null {
  for (let less = 0; less <= (cut ? 3 : 0); less += 1) {
    const text = readText(bytes.subarray(0, bytes.length - less));
    if (text !== null) return text;
  }
  return null;
}

export const versionOf = (content: Buffer, { mtime }: FileAttributes) => ({
  sizeBytes: content.length,
  modifiedAt: mtime * 1000,
  sha256: sha256(content),
});
