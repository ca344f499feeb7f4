import { existsSync, readFileSync, renameSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compareVersions } from './version';

/**
 * Fedwright's own environments: `runtime/nvflare-<version>` in the data directory. An environment is made in
 * its final place, because the scripts in it name that place; `.complete`, written last, says that it is
 * whole. One without it counts as absent.
 */
const completeMark = '.complete';
const startedMark = '.started-by';

export const runtimeFolder = (data: string): string => path.join(data, 'runtime');

export const environmentFolder = (data: string, version: string): string =>
  path.join(runtimeFolder(data), `nvflare-${version}`);

export const environmentPython = (environment: string, platform: NodeJS.Platform): string =>
  platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');

export interface OwnEnvironment {
  version: string;
  folder: string;
}

/** The whole environments, `preferred` first, then the newest. */
export async function listEnvironments(data: string, preferred: string): Promise<OwnEnvironment[]> {
  const names = await readdir(runtimeFolder(data)).catch(() => []);
  const versions = names.flatMap((name) => /^nvflare-(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? []);
  return versions
    .filter((version) => isComplete(data, version))
    .sort((a, b) => Number(b === preferred) - Number(a === preferred) || compareVersions(a, b))
    .map((version) => ({ version, folder: environmentFolder(data, version) }));
}

const isComplete = (data: string, version: string): boolean =>
  existsSync(path.join(environmentFolder(data, version), completeMark));

/** Clears the place of an environment and notes which task fills it. */
export async function beginEnvironment(data: string, version: string, taskId: string): Promise<string> {
  const folder = environmentFolder(data, version);
  await mkdir(runtimeFolder(data), { recursive: true, mode: 0o700 });
  await removeEnvironment(data, version);
  await removeLeftovers(data);
  await mkdir(folder, { mode: 0o700 });
  await writeFile(path.join(folder, startedMark), taskId, { mode: 0o600 });
  return folder;
}

export async function completeEnvironment(folder: string, version: string): Promise<void> {
  const mark = JSON.stringify({ version, installedAt: new Date().toISOString() });
  await writeFile(path.join(folder, completeMark), mark, { mode: 0o600 });
}

/** Removes an environment, the mark first: what remains when this is cut short counts as absent. */
export async function removeEnvironment(data: string, version: string): Promise<void> {
  const folder = environmentFolder(data, version);
  await rm(path.join(folder, completeMark), { force: true });
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** After a crash: takes what the task left half made out of the way at once, and removes it meanwhile. */
export function discardInterrupted(data: string, version: string, taskId: string): void {
  const folder = environmentFolder(data, version);
  // A later task may be filling the same place already.
  if (isComplete(data, version) || readStarter(folder) !== taskId) return;
  renameSync(folder, path.join(runtimeFolder(data), `.removed-${taskId}`));
  void removeLeftovers(data);
}

function readStarter(folder: string): string | null {
  try {
    return readFileSync(path.join(folder, startedMark), 'utf8');
  } catch {
    return null;
  }
}

/** A folder for the time of one task; removed by `discardScratch`, or after a crash with the next leftovers. */
export async function makeScratch(data: string, taskId: string): Promise<string> {
  const folder = path.join(runtimeFolder(data), `.removed-scratch-${taskId}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

export const discardScratch = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

async function removeLeftovers(data: string): Promise<void> {
  const names = await readdir(runtimeFolder(data)).catch(() => []);
  const old = names.filter((name) => name.startsWith('.removed-'));
  await Promise.all(
    old.map((name) =>
      rm(path.join(runtimeFolder(data), name), { recursive: true, force: true }).catch(() => undefined),
    ),
  );
}
