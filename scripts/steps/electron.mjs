import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { tool, toolNode } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const names = { darwin: path.join('Electron.app', 'Contents', 'MacOS', 'Electron'), win32: 'electron.exe' };
const executable = names[process.platform] ?? 'electron';

/** The Electron to run, or null when it has not been fetched. ELECTRON_OVERRIDE_DIST_PATH wins. */
export function findElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? tool('electron', 'dist');
  const file = path.join(folder, executable);
  return existsSync(file) ? file : null;
}

/** Fetches Electron when it is not there. Resolves to its program, or null when it cannot be had. */
export async function ensureElectron() {
  const found = findElectron();
  if (found) return found;
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return null;
  const { version } = JSON.parse(readFileSync(tool('electron', 'package.json'), 'utf8'));
  say(`fetching Electron ${version} (about 110 MB, once)`);
  const code = await run(toolNode(), [tool('electron', 'install.js')], { quiet: true });
  return code === 0 ? findElectron() : null;
}

/** The libraries of the system that Electron misses here. */
export function missingLibraries(electron) {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [electron], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
}

/** Why no window can be shown here, in words; null when one can. */
export function whyNoWindow(args, env = process.env) {
  if (process.platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display here';
  if (process.getuid?.() === 0 && !args.includes('--no-sandbox'))
    return 'Electron does not run as root, because its sandbox cannot (--no-sandbox would run it without)';
  return null;
}
