import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RuntimeStatus } from '../../../preload/contract/runtime';
import { checkEngine } from '../../platform/node/engine';

/** A part of the machine that Fedwright stands on and how it is. `hint` is what to do, empty when nothing is. */
export interface Part {
  part: string;
  state: 'ok' | 'attention' | 'failed' | 'off';
  summary: string;
  hint: string;
}

export function nodePart(): Part {
  const { ok, hint } = checkEngine();
  return { part: 'node', state: ok ? 'ok' : 'failed', summary: `Node ${process.versions.node}`, hint };
}

export function pythonPart({ candidates, canInstall }: RuntimeStatus): Part {
  const found = candidates.find((candidate) => candidate.pythonVersion !== null);
  if (found && canInstall.ok)
    return {
      part: 'python',
      state: 'ok',
      summary: `Python ${found.pythonVersion} (${found.python})`,
      hint: '',
    };
  const summary = found ? `Python ${found.pythonVersion}; ${canInstall.message}` : canInstall.message;
  return { part: 'python', state: found ? 'attention' : 'failed', summary, hint: canInstall.hint };
}

/** The window's own runtime; the browser host and the command line do without it. */
export function electronPart(root: string, env: NodeJS.ProcessEnv = process.env): Part {
  if (process.versions['electron'])
    return { part: 'electron', state: 'ok', summary: `Electron ${process.versions['electron']}`, hint: '' };
  const program = electronProgram(root, env);
  if (program && existsSync(program)) return { part: 'electron', state: 'ok', summary: program, hint: '' };
  return {
    part: 'electron',
    state: 'attention',
    summary: 'Electron is not here yet.',
    hint: '"npm start" fetches it. Without it there is the browser host: fedwright serve.',
  };
}

function electronProgram(root: string, env: NodeJS.ProcessEnv): string | null {
  const names = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as const;
  const name =
    process.platform === 'darwin' || process.platform === 'win32' ? names[process.platform] : 'electron';
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return path.join(override, name);
  const folder = path.join(root, 'node_modules', 'electron');
  try {
    return path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
  } catch {
    return null;
  }
}

export function displayPart(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Part {
  const display = platform === 'linux' ? env['WAYLAND_DISPLAY'] || env['DISPLAY'] : platform;
  if (display)
    return { part: 'display', state: 'ok', summary: `Windows can be shown (${display}).`, hint: '' };
  return {
    part: 'display',
    state: 'off',
    summary: 'There is no display for a window.',
    hint: 'Use the browser host, through an SSH tunnel if need be: fedwright serve.',
  };
}
