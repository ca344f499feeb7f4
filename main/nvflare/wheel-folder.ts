import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { type TargetPlatform, targetPlatforms } from '../../preload/contract/runtime';
import { type LockedPackage, neededOn } from './lock';
import { fits, isArchiveFor, targetOf } from './targets';

/** A folder that was carried here: `wheels/`, and maybe `python/` with a Python that uv can unpack. */
export const wheelsIn = (folder: string): string => path.join(folder, 'wheels');
export const pythonIn = (folder: string): string => path.join(folder, 'python');

const noteName = 'fedwright-nvflare.json';

const noteSchema = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  platform: z.enum(targetPlatforms),
  python: z.string().regex(/^\d+\.\d+(\.\d+)?$/),
});
export type FolderNote = z.infer<typeof noteSchema>;

export const noteFile = (folder: string): string => path.join(folder, noteName);

/** What the folder was prepared for; null when somebody put it together by hand. */
export async function readNote(folder: string): Promise<FolderNote | null> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(noteFile(folder), 'utf8')));
  } catch {
    return null;
  }
}

/** Folders to look for wheels in: people also put them at the top. */
export const wheelFolders = (folder: string): string[] => [folder, wheelsIn(folder)];

/** The whole paths of the wheels in a folder. */
export async function listWheels(folder: string): Promise<string[]> {
  const found = await Promise.all(
    wheelFolders(folder).map(async (place) => {
      const names = await readdir(place).catch(() => []);
      return names.filter((name) => name.endsWith('.whl')).map((name) => path.join(place, name));
    }),
  );
  return found.flat();
}

/** Whether a Python for this platform is there, for uv to unpack. */
export async function hasPython(folder: string, platform: TargetPlatform): Promise<boolean> {
  const names = await readdir(pythonIn(folder)).catch(() => []);
  return names.some((name) => isArchiveFor(name, platform));
}

export interface FolderCheck {
  /** Packages without a file: `numpy 2.4.6`. */
  missing: string[];
  /** Names of files that are not what they should be, by their sum. */
  damaged: string[];
  /** Names of files that are right but for another system or Python, where none fits. */
  misfits: string[];
}

/** Compares a folder with what is needed of the lock on this platform with this Python. Reads every file needed. */
export async function checkFolder(
  folder: string,
  lock: readonly LockedPackage[],
  computer: { platform: TargetPlatform; python: string },
): Promise<FolderCheck> {
  const wheels = await listWheels(folder);
  const found: FolderCheck = { missing: [], damaged: [], misfits: [] };
  for (const locked of neededOn(lock, targetOf(computer.platform, computer.python)))
    await checkPackage(locked, wheels, computer, found);
  return found;
}

async function checkPackage(
  locked: LockedPackage,
  wheels: readonly string[],
  { platform, python }: { platform: TargetPlatform; python: string },
  found: FolderCheck,
): Promise<void> {
  const own = wheels.filter((file) => isOf(path.basename(file), locked));
  const fitting = own.filter((file) => fits(path.basename(file), platform, python));
  if (own.length === 0) found.missing.push(`${locked.name} ${locked.version}`);
  else if (fitting.length === 0) found.misfits.push(...own.map((file) => path.basename(file)));
  const sums = await Promise.all(fitting.map(sumOf));
  fitting.forEach((file, index) => {
    if (!locked.hashes.has(sums[index] ?? '')) found.damaged.push(path.basename(file));
  });
}

/** `Flask_JWT.Extended` and `flask-jwt-extended` are one. */
const normal = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

const isOf = (fileName: string, { name, version }: LockedPackage): boolean => {
  const [wheelName = '', wheelVersion = ''] = fileName.split('-');
  return normal(wheelName) === normal(name) && wheelVersion === version;
};

/** The SHA-256 sum of a file, in hex. */
export async function sumOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The wheel of uv in a folder, when it is the right one. */
export async function findUvWheel(folder: string, uv: LockedPackage): Promise<string | null> {
  for (const file of await listWheels(folder))
    if (path.basename(file).startsWith(`uv-${uv.version}-`) && uv.hashes.has(await sumOf(file))) return file;
  return null;
}

/** Bytes of a folder with all in it; links are not followed. */
export async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const at = path.join(folder, entry.name);
      if (entry.isDirectory()) return sizeOf(at);
      return entry.isFile() ? ((await stat(at).catch(() => null))?.size ?? 0) : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
