import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Target, holds } from './markers';

/** A package of a lock: one version, the systems it is for, and the SHA-256 sums its files may have. */
export interface LockedPackage {
  name: string;
  version: string;
  /** A condition as in PEP 508; null: needed everywhere. */
  marker: string | null;
  hashes: ReadonlySet<string>;
}

/** Where the lock of an NVFlare is: a requirements file with hashes, as pip takes it. */
export const lockFile = (resources: string, version: string): string =>
  path.join(resources, 'python', 'locks', `nvflare-${version}.txt`);

/** The lock of this NVFlare; null when this Fedwright knows none. */
export function readLock(resources: string, version: string): LockedPackage[] | null {
  try {
    return parseLock(readFileSync(lockFile(resources, version), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The uv that Fedwright fetches: its version and the sums of its wheels for every system. */
export function readUvLock(resources: string): LockedPackage {
  const [uv] = parseLock(readFileSync(path.join(resources, 'python', 'locks', 'uv.txt'), 'utf8'));
  if (!uv) throw new Error('the lock of uv is empty');
  return uv;
}

/** Reads a requirements file as `uv pip compile --generate-hashes` writes it. */
export function parseLock(text: string): LockedPackage[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseLine);
}

function parseLine(line: string): LockedPackage {
  const [requirement = '', ...hashes] = line.split(/\s+--hash=sha256:/);
  const [, name, version, marker] = /^([\w.-]+)==([^\s;]+)\s*(?:;\s*(.+))?$/.exec(requirement) ?? [];
  if (!name || !version) throw new Error(`not a locked package: ${requirement}`);
  return {
    name,
    version,
    marker: marker?.trim() ?? null,
    hashes: new Set(hashes.map((hash) => hash.trim())),
  };
}

/** Those that are needed on this system with this Python. */
export const neededOn = (lock: readonly LockedPackage[], target: Target): LockedPackage[] =>
  lock.filter(({ marker }) => marker === null || holds(marker, target));

/** The same as a requirements file without conditions, for a pip that runs on another system. */
export const toRequirements = (packages: readonly LockedPackage[]): string =>
  packages
    .map(({ name, version, hashes }) =>
      [`${name}==${version}`, ...[...hashes].map((hash) => `    --hash=sha256:${hash}`)].join(' \\\n'),
    )
    .join('\n')
    .concat('\n');
