import type { FileHandle } from 'node:fs/promises';
import { Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';
import { writeBeside } from '../files/write-beside';
import type { Watched } from './export-work';
import { conventionalMode } from './kit-files';
import type { KitFolder } from './kit-store';

/** A kit that goes into an archive below a folder of its own. */
export interface ZipKit {
  /** Its folder in the archive, without a slash at the end. */
  folder: string;
  files: KitFolder;
}

interface ZipOptions extends Watched {
  password?: string;
}

/** WinZip's AES with 256-bit keys, which 7-Zip, WinZip, Keka and Python's pyzipper open. */
const aes256 = 3;

/**
 * Writes kits into a zip, with a password as AES-256. The file appears under its name only when it is whole:
 * it is written beside it, synced and renamed; a failure leaves nothing. File names in the archive can be
 * read without the password, contents cannot.
 * @returns its size in bytes.
 * @throws AppError STORAGE when it cannot be written there.
 */
export function writeKitZip(target: string, kits: ZipKit[], options: ZipOptions = {}): Promise<number> {
  return writeBeside(target, (file) => writeArchive(file, kits, options));
}

async function writeArchive(file: FileHandle, kits: ZipKit[], options: ZipOptions): Promise<void> {
  const { password, signal, onProgress } = options;
  const output = new WritableStream<Uint8Array>({ write: (piece) => writeWhole(file, piece) });
  const zip = new ZipWriter(output, {
    useWebWorkers: false,
    ...(password === undefined ? {} : { password, encryptionStrength: aes256 }),
  });
  for (const [index, { folder, files }] of kits.entries()) {
    for (const entry of files.entries) {
      signal?.throwIfAborted();
      const name = `${folder}/${entry.path}`;
      const settings = { unixMode: conventionalMode(entry), lastModDate: entry.modifiedAt };
      if (entry.kind === 'directory') await zip.add(name, undefined, { ...settings, directory: true });
      if (entry.kind !== 'file') continue;
      await zip.add(name, new Uint8ArrayReader(await files.read(entry.path)), settings);
    }
    onProgress?.((index + 1) / kits.length);
  }
  await zip.close();
}

async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
}
