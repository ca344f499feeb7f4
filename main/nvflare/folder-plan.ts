import type { FolderCheck, TargetPlatform } from '../../preload/contract/runtime';
import { AppError, invalid } from '../errors';
import type { BasePython } from './base-python';
import type { Machine } from './interpreter';
import { type LockedPackage, readLock } from './lock';
import { requirePlatform } from './python-source';
import { managedPython, minorOf } from './targets';
import { checkFolder, hasPython, readNote } from './wheel-folder';

export interface FolderPlan {
  folder: string;
  check: FolderCheck;
  /** Null: the Python in the folder. */
  base: BasePython | null;
}

interface PlanOptions {
  machine: Machine;
  resources: string;
  findBase: (version: string, minor?: string) => Promise<BasePython>;
}

/**
 * How NVFlare would be installed from a folder, and what is missing for it.
 * @throws AppError INVALID for a version whose sums are not known, UNAVAILABLE without a Python.
 */
export async function planFolder(
  { machine, resources, findBase }: PlanOptions,
  folder: string,
  wanted: { version: string | null; usual: string },
): Promise<FolderPlan> {
  const note = await readNote(folder);
  const version = wanted.version ?? note?.version ?? wanted.usual;
  const lock = requireLock(resources, version);
  const platform = requirePlatform(machine.platform);
  const carriesPython = await hasPython(folder, platform);
  const base = carriesPython ? null : await findBase(version, note ? minorOf(note.python) : undefined);
  if (base?.python === null) throw withoutPython(base, note?.python ?? null);
  const python = base?.version ?? managedPython;
  const found = await checkFolder(folder, lock, { platform, python });
  const complete = [found.missing, found.damaged, found.misfits].every((names) => names.length === 0);
  return { folder, base, check: { version, platform, python, carriesPython, complete, ...found } };
}

/** @throws AppError INVALID when this Fedwright knows no sums for that NVFlare. */
export function requireLock(resources: string, version: string): LockedPackage[] {
  const lock = readLock(resources, version);
  if (lock) return lock;
  throw invalid(
    `This version of Fedwright does not know the packages of NVFlare ${version}.`,
    'Choose one of the versions that Settings offers.',
  );
}

const withoutPython = ({ canInstall }: BasePython, wanted: string | null): AppError =>
  new AppError(
    'UNAVAILABLE',
    wanted === null
      ? canInstall.message
      : `The folder is for Python ${minorOf(wanted)}, which is not on this computer.`,
    { hint: `${canInstall.hint} Or prepare the folder anew with a Python in it.` },
  );

/** @throws AppError INVALID that names each file that is missing or wrong. */
export function assertComplete({ check }: FolderPlan): void {
  if (check.complete) return;
  const { missing, damaged, misfits, version, platform, python } = check;
  const lists: [string, string[]][] = [
    ['Missing', missing],
    ['Not the file it should be', damaged],
    ['For another system or Python', misfits],
  ];
  const named = lists.filter(([, names]) => names.length > 0);
  throw new AppError(
    'INVALID',
    `The folder lacks what NVFlare ${version} needs on ${platformWords(platform)}.`,
    {
      hint: `Prepare the folder anew for ${platformWords(platform)} with Python ${minorOf(python)}.`,
      details: named.map(([title, names]) => `${title}: ${names.join(', ')}`).join('\n'),
    },
  );
}

const words: Record<TargetPlatform, string> = {
  'linux-x64': 'Linux (x64)',
  'linux-arm64': 'Linux (ARM64)',
  'mac-x64': 'macOS (Intel)',
  'mac-arm64': 'macOS (Apple silicon)',
  'windows-x64': 'Windows (x64)',
};

export const platformWords = (platform: TargetPlatform): string => words[platform];
