import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type TargetPlatform, targetPlatforms } from '../../../preload/contract/runtime';
import { invalid } from '../../errors';
import { followTask } from './follow';
import type { Output } from './output';
import type { Session } from './session';

/**
 * Makes Fedwright's own environment with NVFlare in it, and prints what is in use then.
 * @throws AppError INVALID that names each file a folder lacks.
 */
export async function runInstall(
  session: Session,
  { version, from }: { version?: string; from?: string },
  out: Output,
): Promise<void> {
  const { client } = session;
  const grantId = from === undefined ? null : await grantFolder(session, from);
  const started = await client.runtime.install({ version, grantId });
  out.say(`Installing NVFlare ${started.version}…`);
  await followTask(session, started.taskId, out);
  const { chosen } = await client.runtime.status({ refresh: true });
  out.print({
    installed: started.version,
    inUse: chosen?.nvflareVersion ?? null,
    python: chosen?.python ?? null,
  });
}

export interface DownloadOptions {
  to: string;
  platform?: string;
  version?: string;
  python?: string;
}

/** Fills a folder for a computer without a network, and prints what it is for. */
export async function runDownload(session: Session, options: DownloadOptions, out: Output): Promise<void> {
  const platform = parsePlatform(options.platform);
  const folder = path.resolve(options.to);
  mkdirSync(folder, { recursive: true });
  const { version, python = null } = options;
  const { taskId, ...started } = await session.client.runtime.prepareFolder({
    ...{ version, platform, python },
    grantId: await grantFolder(session, folder),
  });
  await followTask(session, taskId, out);
  out.say(`Carry ${folder} over, and run there: fedwright nvflare install --from <dir>`);
  out.print({ folder, version: started.version, platform, python: python ?? 'in the folder' });
}

async function grantFolder({ client }: Session, folder: string): Promise<string> {
  return (await client.files.grant({ path: path.resolve(folder), kind: 'folder' })).id;
}

function parsePlatform(name: string | undefined): TargetPlatform {
  const system: Partial<Record<NodeJS.Platform, string>> = {
    linux: 'linux',
    darwin: 'mac',
    win32: 'windows',
  };
  const wanted = name ?? `${system[process.platform]}-${process.arch}`;
  const known = targetPlatforms.find((each) => each === wanted);
  if (known) return known;
  throw invalid(
    `"${wanted}" is no system that can be prepared for.`,
    `Give one of ${targetPlatforms.join(', ')}.`,
  );
}
