import type { Readable } from 'node:stream';
import type { TreeItem } from '../remote-files/file-place';
import { readTar } from './read-tar';

/**
 * What is in a folder, out of the tar that an engine makes of it. Names stay as they are where they do not begin
 * with that of the folder: who writes them checks each.
 */
export async function* tarTree(source: Readable): AsyncGenerator<TreeItem> {
  let root: Buffer | null = null;
  for await (const { name, kind, attributes, link, content } of readTar(source)) {
    root ??= name;
    yield {
      ...{ path: below(root, name), attributes },
      link: kind === 'link' ? link : null,
      sameAs: kind === 'hard-link' && link ? below(root, link) : null,
      content: () => content,
    };
  }
}

/** Of the root of a container, names begin with a slash. */
function below(root: Buffer, name: Buffer): Buffer {
  if (name.equals(root)) return Buffer.alloc(0);
  const prefix = root.at(-1) === 0x2f ? root : Buffer.concat([root, Buffer.from('/')]);
  return name.subarray(0, prefix.length).equals(prefix) ? name.subarray(prefix.length) : name;
}
