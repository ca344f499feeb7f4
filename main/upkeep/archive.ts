import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { type FileEntry, Reader, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { AppError, invalid } from '../errors';
import { withPathProblems } from '../files/path-problem';
import { writeBeside } from '../files/write-beside';
import type { Log } from '../logs/log';

/** A file that goes into an archive: one of the disk, or a text. */
export type ArchiveEntry = { name: string } & ({ file: string } | { text: string });

interface WriteOptions {
  /** With it every content is AES-256; names can be read without it. */
  password?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** WinZip's AES with 256-bit keys. */
const aes256 = 3;

/**
 * Writes a zip for its owner only. It appears under its name when it is whole: written beside, synced, renamed.
 * @returns its size in bytes.
 * @throws AppError STORAGE when it cannot be written there.
 */
export function writeArchive(
  target: string,
  entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  options: WriteOptions = {},
): Promise<number> {
  return writeBeside(target, (file) => writeEntries(file, entries, options));
}

async function writeEntries(
  file: FileHandle,
  entries: AsyncIterable<ArchiveEntry> | Iterable<ArchiveEntry>,
  { password, signal }: WriteOptions,
): Promise<void> {
  const output = new WritableStream<Uint8Array>({ write: (piece) => writeWhole(file, piece) });
  const zip = new ZipWriter(output, {
    useWebWorkers: false,
    ...(password === undefined ? {} : { password, encryptionStrength: aes256 }),
  });
  for await (const entry of entries) {
    signal?.throwIfAborted();
    if ('text' in entry) await zip.add(entry.name, new TextReader(entry.text), { unixMode: 0o600 });
    else await withHandle(entry.file, (source) => zip.add(entry.name, source, { unixMode: 0o600 }));
  }
  await zip.close();
}

async function writeWhole(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
}

/** Reads what is asked for, so that a large file is never in memory as a whole. */
class HandleReader extends Reader<FileHandle> {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    super(handle);
    this.#handle = handle;
  }

  override async init(): Promise<void> {
    this.size = (await this.#handle.stat()).size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(length), 0, length, index);
    return buffer.subarray(0, bytesRead);
  }
}

async function withHandle<T>(file: string, use: (reader: HandleReader) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r');
  try {
    return await use(new HandleReader(handle));
  } finally {
    await handle.close();
  }
}

/** The files in an archive, by name. */
export interface Archive {
  files: ReadonlyMap<string, { sizeBytes: number; encrypted: boolean }>;
  /** @throws AppError INVALID when it is not there, damaged, or the passphrase is another one. */
  text(name: string): Promise<string>;
  /** Writes one to a file of its owner, made with its folders. At most as many bytes as it says it has. */
  extract(name: string, target: string): Promise<void>;
}

/**
 * Opens a zip for as long as `use` takes.
 * @throws AppError INVALID when it is no zip, or one that is damaged.
 */
export function readArchive<T>(
  options: { file: string; password: string | null; log: Log },
  use: (archive: Archive) => Promise<T>,
): Promise<T> {
  return withPathProblems(() =>
    withHandle(options.file, async (source) => {
      const zip = new ZipReader(source, {
        useWebWorkers: false,
        checkCrc32: true,
        ...(options.password === null ? {} : { password: options.password }),
      });
      const guarded = <R>(action: () => Promise<R>) => inWords(action, options.log);
      const entries = await guarded(() => zip.getEntries());
      const files = new Map<string, FileEntry>();
      for (const entry of entries) if (!entry.directory) files.set(entry.filename, entry);
      return use(openArchive(files, guarded));
    }),
  );
}

function openArchive(
  files: ReadonlyMap<string, FileEntry>,
  guarded: <R>(action: () => Promise<R>) => Promise<R>,
): Archive {
  const need = (name: string): FileEntry => {
    const entry = files.get(name);
    if (!entry) throw damaged(`${name} is missing`);
    return entry;
  };
  return {
    files: new Map(
      [...files].map(([name, entry]) => [
        name,
        { sizeBytes: entry.uncompressedSize, encrypted: entry.encrypted },
      ]),
    ),
    text: (name) => guarded(() => need(name).getData(new TextWriter())),
    async extract(name, target) {
      const entry = need(name);
      mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      const file = await open(target, 'wx', 0o600);
      let left = entry.uncompressedSize;
      const write = async (piece: Uint8Array) => {
        left -= piece.length;
        if (left < 0) throw damaged(`${name} is larger than it says`);
        await writeWhole(file, piece);
      };
      try {
        await guarded(() => entry.getData(new WritableStream<Uint8Array>({ write })));
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

const damaged = (details: string): AppError =>
  new AppError('INVALID', 'This backup is damaged.', {
    hint: 'Use another one. Nothing was changed.',
    details,
  });

/** The library's errors as people meet them. Errors of the system, such as a full disk, stay what they are. */
async function inWords<R>(action: () => Promise<R>, log: Log): Promise<R> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof AppError || (error instanceof Error && 'syscall' in error)) throw error;
    const words = error instanceof Error ? error.message : String(error);
    if (/password/i.test(words))
      throw invalid('The passphrase does not open this backup.', 'Check it, character by character.');
    if (/encrypted/i.test(words))
      throw invalid('This backup is protected by a passphrase.', 'Give the passphrase it was exported with.');
    log.warn({ err: error }, 'a backup could not be read');
    throw damaged(words);
  }
}
