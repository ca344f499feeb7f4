import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { TargetPlatform } from '../../preload/contract/runtime';
import { AppError } from '../errors';
import type { BasePython } from './base-python';
import { runtimeFolder } from './own-environment';
import { managedPython, platformHere, uvKeyOf } from './targets';
import { type UvOptions, hasPackagedUv, installPython, interpreterIn, requireUv } from './uv';
import { pythonIn } from './wheel-folder';

/** The Python that was fetched for Fedwright alone, if it is there. Environments are links into it. */
async function findManaged(
  { data, machine }: Omit<UvOptions, 'platform'>,
  platform: TargetPlatform,
): Promise<string | null> {
  const folder = path.join(managedFolder(data), uvKeyOf(platform, managedPython));
  const python = interpreterIn(folder, machine.platform);
  return (await stat(python).catch(() => null))?.isFile() ? python : null;
}

const managedFolder = (data: string): string => path.join(runtimeFolder(data), 'python');

/** @throws AppError UNAVAILABLE on a system that no self-contained Python is known for. */
export function requirePlatform(platform: NodeJS.Platform): TargetPlatform {
  const here = platformHere(platform);
  if (here !== null) return here;
  throw new AppError('UNAVAILABLE', `Nothing is prepared for this kind of computer (${process.arch}).`, {
    hint: 'Install Python 3.12 and NVFlare by hand, and choose that Python in Settings.',
  });
}

/**
 * A Python of Fedwright's own, unpacked by uv: out of the carried folder, or fetched.
 * @throws AppError UNAVAILABLE with what to do.
 */
export async function provideManaged(
  options: Omit<UvOptions, 'platform'>,
  from: { folder: string } | { mirror: string | null },
): Promise<string> {
  const platform = requirePlatform(options.machine.platform);
  const kept = await findManaged(options, platform);
  if (kept !== null) return kept;
  const folder = 'folder' in from ? from.folder : null;
  const whole = { ...options, platform };
  const uv = await requireUv(whole, folder);
  options.onLine(`Python ${managedPython} is unpacked by ${uv}`);
  const request = {
    key: uvKeyOf(platform, managedPython),
    into: managedFolder(options.data),
    archives: folder === null ? null : pythonIn(folder),
    network: 'mirror' in from ? { mirror: from.mirror } : null,
  };
  return installPython(uv, request, whole);
}

/** What people are told before: where no Python fits, one is fetched, if there is one for this computer. */
export async function withManaged(
  base: BasePython,
  { platform, resources }: { platform: NodeJS.Platform; resources: string },
): Promise<BasePython> {
  if (base.canInstall.ok || platformHere(platform) === null) return base;
  const uv = (await hasPackagedUv(resources, platform))
    ? 'the uv that comes with Fedwright'
    : 'the uv on the PATH or one from the package index of the settings';
  return {
    ...base,
    canInstall: {
      ok: true,
      message: `${base.canInstall.message} Python ${managedPython} will be fetched for Fedwright alone, about 30 MB, by ${uv}.`,
      hint: base.canInstall.hint,
    },
  };
}
