import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import type { KitContent } from './kit-content';

/** Where a kit is in a container, without the slash that tars do not have. */
export const inContainer = 'opt/fedwright';

/** The kit with its list as a tar for the root of a container. `instead` has files that take the place of its own. */
export function packKit(
  { folders, files }: KitContent,
  { manifest, instead }: { manifest: string; instead: ReadonlyMap<string, Buffer | null> },
): Readable {
  const tar = pack();
  const folder = (name: string) => tar.entry({ name: `${name}/`, type: 'directory', mode: 0o700 });
  for (const name of [
    'opt',
    inContainer,
    `${inContainer}/kit`,
    ...folders.map((path) => `${inContainer}/kit/${path}`),
  ])
    if (name === 'opt') tar.entry({ name: 'opt/', type: 'directory', mode: 0o755 });
    else folder(name);
  const all = new Map(files.map(({ path, content, mode }) => [path, { content, mode }]));
  for (const [path, content] of instead)
    if (content === null) all.delete(path);
    else all.set(path, { content, mode: all.get(path)?.mode ?? 0o600 });
  for (const [path, { content, mode }] of all)
    tar.entry({ name: `${inContainer}/kit/${path}`, mode, size: content.length }, content);
  tar.entry({ name: `${inContainer}/manifest`, mode: 0o600 }, manifest);
  tar.finalize();
  return tar;
}

/** The regular files of a tar by their path in it, each of at most `largest` bytes; larger ones are left out. */
export async function readTar(tar: Readable, largest = 4 << 20): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  const reader = extract();
  tar.on('error', (error: Error) => reader.destroy(error));
  tar.pipe(reader);
  for await (const entry of reader) {
    const { name, type, size = 0 } = entry.header;
    if (type !== 'file' || size > largest) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk);
    found.set(name.replace(/^\.?\//, ''), Buffer.concat(chunks));
  }
  return found;
}

/**
 * Hands on a tar of the folder `kit` without the kit's own folders: what NVFlare and its jobs left. `counted` hears of
 * each entry.
 */
export function dataOnly(tar: Readable, counted: (name: string) => void): Readable {
  const out = pack();
  const reader = extract();
  reader.on('entry', (header, stream, next) => {
    const [, first = ''] = header.name.split('/');
    // Only what is below the folder, and no link out of it.
    const skip = ['', 'startup', 'local', '..'].includes(first) || header.name.split('/').includes('..');
    if (skip || (header.type !== 'file' && header.type !== 'directory')) {
      stream.on('end', next);
      stream.resume();
      return;
    }
    counted(header.name);
    const copy = out.entry(header, (error) => (error ? reader.destroy(error) : next()));
    // It is told above.
    copy.on('error', () => undefined);
    stream.pipe(copy);
  });
  pipeline(tar, reader).then(
    () => out.finalize(),
    (error: Error) => out.destroy(error),
  );
  return out;
}

export const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
