import { PassThrough, pipeline, type Readable } from 'node:stream';
import tar from 'tar-stream';
import { kindOf } from './file-kind';
import type { TreeItem } from './file-place';
import { nameOf, showName } from './remote-path';
import { writePieces } from './write-pieces';

/**
 * A folder as a tar, made while it is taken. Names that are no text are written as they are shown; what is
 * neither a file, a folder nor a link is left out.
 * @param folder its name is that of the folder in the tar
 */
export function packTree(folder: Buffer, items: (signal: AbortSignal) => AsyncGenerator<TreeItem>): Readable {
  const pack = tar.pack();
  const out = new PassThrough();
  const abort = new AbortController();
  out.once('close', () => abort.abort());
  pipeline(pack, out, () => undefined);
  const root = showName(nameOf(folder)) || 'root';
  const fill = async () => {
    for await (const item of items(abort.signal)) await add(pack, root, item);
    pack.finalize();
  };
  fill().catch((error: Error) => out.destroy(error));
  return out;
}

async function add(pack: tar.Pack, root: string, { path, attributes, link, content }: TreeItem) {
  const kind = kindOf(attributes);
  if (kind === 'other') return;
  const header = {
    name: path.length === 0 ? root : `${root}/${showParts(path)}`,
    type: kind === 'folder' ? 'directory' : kind === 'link' ? 'symlink' : 'file',
    ...(link && { linkname: showParts(link) }),
    size: kind === 'file' ? attributes.size : 0,
    mode: attributes.mode & 0o7777,
    mtime: new Date(attributes.mtime * 1000),
    ...{ uid: attributes.uid, gid: attributes.gid },
  } as const;
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    const entry = pack.entry(header, done);
    // It is told above; a tar that is not taken to its end would end the process as an error that nobody listens for.
    entry.on('error', () => undefined);
    if (kind !== 'file') return entry.end();
    writePieces(content(), entry).catch(reject);
  });
}

const showParts = (path: Buffer): string =>
  path
    .toString('latin1')
    .split('/')
    .map((part) => showName(Buffer.from(part, 'latin1')))
    .join('/');
