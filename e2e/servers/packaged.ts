import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../fixtures/paths';
import { startChild } from './child';

/** Why no packaged app can be made and tested here; null when it can. */
export function noPackaging(): string | null {
  if (process.env['FEDWRIGHT_PACKAGED'] !== '1') return 'packaging takes a while: set FEDWRIGHT_PACKAGED=1';
  return process.platform === 'linux' ? null : 'the packaged app is tested on Linux';
}

/** An unpacked app. All paths are absolute. */
export interface Packaged {
  folder: string;
  executable: string;
  resources: string;
}

/**
 * Runs `npm run dist -- --dir` into a folder; ELECTRON_DIST names the Electron.
 * @throws Error with everything that was written when it fails.
 */
export async function makePackaged(output: string): Promise<Packaged> {
  const script = path.join(root, 'scripts', 'dist.mjs');
  const args = [script, '--linux', 'dir', `-c.directories.output=${output}`];
  const child = startChild(process.execPath, args, { cwd: root });
  const [code] = (await once(child.process, 'close')) as [number | null];
  if (code !== 0) throw new Error(`packaging failed with ${code}\n${child.output()}`);
  const folder = path.join(output, 'linux-unpacked');
  const resources = path.join(folder, 'resources');
  makeLoadable(resources);
  return { folder, resources, executable: path.join(folder, 'fedwright') };
}

/** Every native of an unpacked app, relative to its resources. */
export const nativesOf = (resources: string): string[] =>
  readdirSync(path.join(resources, 'app.asar.unpacked'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.node'))
    .toSorted();

/**
 * An Electron for tests may be older than the product's and have Node-API 9, where better-sqlite3 declares 10.
 * The tool that brought it (ELECTRON_TEST_RUNTIME) knows how to make a copy load all the same.
 */
function makeLoadable(resources: string): void {
  const tool = process.env['ELECTRON_TEST_RUNTIME'];
  if (!tool) return;
  for (const file of nativesOf(resources).filter((name) => name.includes('better-sqlite3'))) {
    const patch = spawnSync(tool, ['--patch', path.join(resources, 'app.asar.unpacked', file)], {
      encoding: 'utf8',
    });
    if (patch.status !== 0) throw new Error(`the addon could not be made to load: ${patch.stderr}`);
  }
}
