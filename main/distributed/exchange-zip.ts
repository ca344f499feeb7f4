import { Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { invalid } from '../errors';

/** The zips that are exchanged have a few files of a few kilobytes. */
const limits = { files: 10, bytes: 256 * 1024 };

const refuse = (what: string): Error =>
  invalid(`This is not ${what}.`, 'Choose the zip as NVFlare made it. Nothing was taken in.');

/**
 * The files of a small zip from somewhere else, by name. Reads nothing to the disk.
 * @throws AppError INVALID when it is no zip, too large, or has anything but plain files at its root.
 */
export async function readExchangeZip(zip: Uint8Array, what: string): Promise<Map<string, Buffer>> {
  if (zip.byteLength > limits.bytes) throw refuse(what);
  const reader = new ZipReader(new Uint8ArrayReader(zip), { useWebWorkers: false });
  try {
    const entries = await reader.getEntries();
    if (entries.length > limits.files) throw refuse(what);
    const files = new Map<string, Buffer>();
    for (const entry of entries) {
      if (entry.directory || /[/\\\0]/.test(entry.filename) || files.has(entry.filename)) throw refuse(what);
      const collected = collect();
      await entry.getData(collected.stream, { checkSignature: true });
      files.set(entry.filename, Buffer.concat(collected.pieces));
    }
    return files;
  } catch {
    throw refuse(what);
  } finally {
    await reader.close();
  }
}

/** Whatever a zip says of the size of its files, no more than this is unpacked. */
function collect() {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const stream = new WritableStream<Uint8Array>({
    write(piece) {
      size += piece.byteLength;
      if (size > limits.bytes) throw new RangeError('a file that is too large');
      pieces.push(piece);
    },
  });
  return { pieces, stream };
}
