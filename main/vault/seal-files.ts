import { closeSync, existsSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listTree } from '../files/tree';
import { isSealed, sealHeaderBytes } from './seal';
import type { Sealer, Unsealer } from './service';

/** What a crash leaves of a file that was being sealed; sealed itself. */
const partEnd = '.sealing';
const atOnce = 8;

interface Options {
  /** Each file is on the disk before what it replaces goes. Slow; for files that nothing else has a copy of. */
  durable?: boolean;
  signal?: AbortSignal;
}

/**
 * Seals the files below a directory that `wanted` names, in place: a sealed copy is written beside each and then
 * renamed over it, so that at any moment there is one or the other. What is sealed already stays as it is.
 * @returns how many were sealed.
 */
export async function sealTree(
  root: string,
  wanted: (file: string) => boolean,
  sealer: Sealer,
  options: Options = {},
): Promise<number> {
  const files = listTree(root).filter(({ kind, path: file }) => kind === 'file' && wanted(file));
  return sealFiles(
    files.map((entry) => path.join(root, entry.path)),
    sealer,
    options,
  );
}

/** The same for files by name, some at a time. One that goes away meanwhile is passed over. */
export async function sealFiles(files: string[], sealer: Sealer, options: Options = {}): Promise<number> {
  let sealed = 0;
  const queue = files.values();
  const work = async () => {
    for (const file of queue) {
      options.signal?.throwIfAborted();
      if (await sealFile(file, sealer, options.durable ?? false)) sealed += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return sealed;
}

async function sealFile(file: string, sealer: Sealer, durable: boolean): Promise<boolean> {
  const part = `${file}${partEnd}`;
  try {
    const clear = await readFile(file);
    if (isSealed(clear)) return false;
    const handle = await open(part, 'w', 0o600);
    try {
      await handle.writeFile(sealer.seal(clear));
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, file);
    return true;
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && !existsSync(file))
      return false;
    throw error;
  }
}

/**
 * Seals one small file at once, not synced: each turn through the thread pool takes longer than writing it, and there
 * may be a thousand. For what has just been made in clear, and can be made again. @throws the system's error
 */
export function sealFresh(file: string, sealer: Sealer): void {
  const part = `${file}${partEnd}`;
  writeFileSync(part, sealer.seal(readFileSync(file)), { mode: 0o600 });
  renameSync(part, file);
}

export const isSealingPart = (file: string): boolean => file.endsWith(partEnd);

/** The beginning of a file, as far as it tells whether and how it is sealed; empty when it is not there. */
export function readSealHeader(file: string): Buffer {
  const header = Buffer.alloc(sealHeaderBytes);
  try {
    const handle = openSync(file, 'r');
    try {
      return header.subarray(0, readSync(handle, header, 0, sealHeaderBytes, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

/**
 * Copies a directory, with what is sealed in it in clear, to one that must not exist yet, for its owner only. The
 * original is not touched. Links, and what a crash left of sealing, stay behind.
 * @throws AppError UNAVAILABLE when the key that unseals cannot be had, STORAGE when a file was changed; the
 * system's error
 */
export async function copyInClear(from: string, to: string, unsealer: Unsealer): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const { kind, path: name } of listTree(from)) {
    const target = path.join(to, name);
    if (kind === 'directory') await mkdir(target, { mode: 0o700 });
    else if (kind === 'file' && !isSealingPart(name))
      await writePrivate(target, await unsealer.unseal(await readFile(path.join(from, name))));
  }
}

/** Writes clear bytes for their owner only. The mode holds also when the file was there. */
export async function writePrivate(file: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  await writeFile(file, bytes, { mode, flag: 'wx' });
  await chmod(file, mode);
}
