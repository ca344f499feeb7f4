import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TargetPlatform } from '../../preload/contract/runtime';
import { AppError } from '../errors';
import { run } from '../process/run';
import type { Machine } from './interpreter';
import { type LockedPackage, readUvLock } from './lock';
import { compareParts } from './markers';
import { runtimeFolder } from './own-environment';
import { fetchPackage } from './package-fetch';
import type { PackageIndex } from './package-index';
import { findPrograms } from './search-path';
import { fits, minorOf } from './targets';
import { findUvWheel } from './wheel-folder';
import { extractFile } from './wheel-file';

export interface UvOptions {
  machine: Machine;
  data: string;
  resources: string;
  platform: TargetPlatform;
  index: PackageIndex;
  signal: AbortSignal;
  onLine: (line: string) => void;
  /** Fetches its wheel where there is a pip, which also knows what index the machine uses; leaves the wheel there. */
  fetchWheel?: (locked: LockedPackage) => Promise<string>;
}

/**
 * The uv to use: one of this version or newer on the PATH, the one that came in the app's package, the one kept
 * from before, the one in a carried folder, or a fetched one whose sum is known. With a folder nothing is fetched.
 */
export async function requireUv(options: UvOptions, folder: string | null): Promise<string> {
  const { machine, data, platform, onLine, signal } = options;
  const locked = readUvLock(options.resources);
  const own = await findOnPath(machine, locked.version);
  if (own) return own;
  const packaged = packagedUv(options.resources, machine.platform);
  if (await isFile(packaged)) return packaged;
  const place = path.join(runtimeFolder(data), `uv-${locked.version}`);
  const program = path.join(place, machine.platform === 'win32' ? 'uv.exe' : 'uv');
  if (await isFile(program)) return program;
  await mkdir(place, { recursive: true, mode: 0o700 });
  const carried = folder === null ? null : await findUvWheel(folder, locked);
  if (folder !== null && carried === null) throw withoutUv(locked.version);
  const given = carried ?? (await options.fetchWheel?.(locked)) ?? null;
  const wheel = given ?? path.join(place, 'uv.whl');
  if (given === null) {
    onLine(`Fetching uv ${locked.version} from ${options.index.name}`);
    const accepts = (name: string) => name.endsWith('.whl') && fits(name, platform, '3.12');
    await fetchPackage({ locked, accepts, file: wheel, signal, index: options.index, env: machine.env });
  }
  await extractFile(wheel, (name) => name.endsWith(`/scripts/${path.basename(program)}`), `${program}.new`);
  await rename(`${program}.new`, program);
  if (given === null) await rm(wheel, { force: true });
  return program;
}

/** Where a package has its uv; there is none when the app runs from its sources. */
const packagedUv = (resources: string, platform: NodeJS.Platform): string =>
  path.join(resources, 'uv', platform === 'win32' ? 'uv.exe' : 'uv');

/** Whether uv came with the app. */
export const hasPackagedUv = (resources: string, platform: NodeJS.Platform): Promise<boolean> =>
  isFile(packagedUv(resources, platform));

const withoutUv = (version: string): AppError =>
  new AppError('UNAVAILABLE', `The folder has a Python to unpack, but not uv ${version}, which unpacks it.`, {
    hint: 'Prepare the folder anew with this version of Fedwright, or install Python on this computer.',
  });

async function findOnPath(machine: Machine, atLeast: string): Promise<string | null> {
  for (const program of await findPrograms(machine, 'uv')) {
    const answer = await run(program, ['--version'], { timeoutMs: 10_000, env: machine.env }).catch(
      () => null,
    );
    const version = /^uv (\d+\.\d+\.\d+)/.exec(answer?.stdout[0] ?? '')?.[1];
    if (version && compareParts(version, atLeast, 3) >= 0) return program;
  }
  return null;
}

const isFile = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

export interface PythonRequest {
  /** As uv calls it: `cpython-3.12.16-linux-x86_64-gnu`. */
  key: string;
  /** Where it goes, in a folder of its own name. */
  into: string;
  /** A folder of archives: read, and with the network also filled. Null: keep none. */
  archives: string | null;
  /** Without it nothing is fetched. */
  network: { mirror: string | null } | null;
}

/**
 * Lets uv unpack a Python; uv itself knows the sum of each and compares it.
 * @throws AppError UNAVAILABLE with what uv said.
 */
export async function installPython(uv: string, request: PythonRequest, options: UvOptions): Promise<string> {
  const { machine, data, signal, onLine } = options;
  const { network } = request;
  const cache = path.join(runtimeFolder(data), 'uv-cache');
  const flags = ['--no-config', '--no-bin', '--no-progress', '--install-dir', request.into];
  if (machine.platform === 'win32') flags.push('--no-registry');
  if (network === null) flags.push('--offline');
  const env: NodeJS.ProcessEnv = { ...machine.env, UV_CACHE_DIR: cache };
  if (request.archives !== null) env['UV_PYTHON_CACHE_DIR'] = request.archives;
  if (network?.mirror) env['UV_PYTHON_INSTALL_MIRROR'] = network.mirror;
  const args = ['python', 'install', ...flags, request.key];
  const result = await run(uv, args, { signal, env, onLine });
  await rm(cache, { recursive: true, force: true });
  signal.throwIfAborted();
  if (result.exitCode === 0) return interpreterIn(path.join(request.into, request.key), machine.platform);
  throw explain([...result.stdout, ...result.stderr], request);
}

export const interpreterIn = (folder: string, platform: NodeJS.Platform): string =>
  platform === 'win32' ? path.join(folder, 'python.exe') : path.join(folder, 'bin', 'python3');

function explain(lines: string[], { key, network }: PythonRequest): AppError {
  const text = lines.join('\n');
  const version = minorOf(key.split('-')[1] ?? '');
  const details = lines.slice(-20).join('\n');
  if (/hash mismatch/i.test(text))
    return new AppError('UNAVAILABLE', `The archive of Python ${version} is damaged.`, {
      hint: 'Prepare the folder anew, or look at the mirror for Python in Settings.',
      details,
    });
  if (/No space left|os error 28|os error 112/i.test(text))
    return new AppError('STORAGE', 'The disk is full.', { hint: 'Free 500 MB and try again.', details });
  return new AppError('UNAVAILABLE', `Python ${version} could not be fetched.`, {
    hint:
      network === null
        ? 'The folder lacks the Python for this computer. Prepare it anew for this system.'
        : `Install Python ${version} on this computer, name a mirror for Python in Settings, or install from a folder that was prepared on another machine.`,
    details,
  });
}
