import { PassThrough, pipeline, type Readable } from 'node:stream';
import tar from 'tar-stream';
import { invalid } from '../errors';
import { kindOf } from '../file-places/file-kind';
import type { FileAttributes } from '../file-places/file-place';
import { readText } from '../file-places/remote-path';
import { writePieces } from '../file-places/write-pieces';
import { putArchive } from './archive';
import type { ContainerState } from './container-state';

export interface PutEntry {
  /** Below the folder that it is put in. */
  name: Buffer;
  attributes: FileAttributes;
  /** Of a file, as many bytes as its attributes say. */
  content: Buffer | AsyncIterable<Buffer> | null;
}

const putMs = 60_000;

/** Puts files and folders into a folder of a container. @throws AppError */
export async function putEntries(
  of: ContainerState,
  folder: Buffer,
  entries: Iterable<PutEntry>,
  signal = AbortSignal.timeout(putMs),
): Promise<void> {
  await putArchive(of, folder, { body: packEntries(entries), signal });
}

function packEntries(entries: Iterable<PutEntry>): Readable {
  const pack = tar.pack();
  const out = new PassThrough();
  pipeline(pack, out, () => undefined);
  const fill = async () => {
    for (const entry of entries) await add(pack, entry);
    pack.finalize();
  };
  fill().catch((error: Error) => out.destroy(error));
  return out;
}

async function add(pack: tar.Pack, { name, attributes, content }: PutEntry): Promise<void> {
  const text = readText(name);
  if (text === null)
    throw invalid('This file has a name that is no text.', 'Start the container, and change it then.');
  const folder = kindOf(attributes) === 'folder';
  const type: 'directory' | 'file' = folder ? 'directory' : 'file';
  const size = Buffer.isBuffer(content) ? content.length : attributes.size;
  const header = {
    ...{ name: text, type, size: folder ? 0 : size },
    ...{ mode: attributes.mode & 0o7777, uid: attributes.uid, gid: attributes.gid },
    mtime: new Date(attributes.mtime * 1000),
  } as const;
  await new Promise<void>((resolve, reject) => {
    const entry = pack.entry(header, (error?: Error | null) => (error ? reject(error) : resolve()));
    // It is told above; what an engine takes no further would end the process as an error that nobody listens for.
    entry.on('error', () => undefined);
    const pieces = folder ? [] : Buffer.isBuffer(content) ? [content] : (content ?? []);
    writePieces(pieces, entry).catch(reject);
  });
}
