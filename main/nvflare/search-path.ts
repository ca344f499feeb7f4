import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Machine } from './interpreter';

/**
 * Where programs are looked for: PATH, then the places that a program started from a desktop, not from a
 * shell, would miss.
 */
export function searchFolders({ platform, env }: Machine): string[] {
  const separator = platform === 'win32' ? ';' : ':';
  const listed = (env['PATH'] ?? env['Path'] ?? '').split(separator).filter(Boolean);
  return [
    ...new Set([...listed, ...(platform === 'win32' ? windowsFolders(env) : unixFolders(platform, env))]),
  ];
}

function unixFolders(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  const home = env['HOME'];
  return [
    ...(home ? [path.join(home, '.local/bin'), path.join(home, '.pyenv/shims')] : []),
    ...(platform === 'darwin'
      ? ['/opt/homebrew/bin', '/usr/local/bin', '/Library/Frameworks/Python.framework/Versions/Current/bin']
      : []),
  ];
}

/** Where the installers from python.org and the Windows package manager put Python when they leave PATH alone. */
function windowsFolders(env: NodeJS.ProcessEnv): string[] {
  const roots = [
    env['LOCALAPPDATA'] && path.win32.join(env['LOCALAPPDATA'], 'Programs', 'Python'),
    env['ProgramFiles'],
  ].filter((root): root is string => Boolean(root));
  return roots.flatMap((root) =>
    [14, 13, 12, 11, 10].map((minor) => path.win32.join(root, `Python3${minor}`)),
  );
}

/** Every program of this name in the folders, in their order. */
export async function findPrograms(machine: Machine, name: string): Promise<string[]> {
  const file = machine.platform === 'win32' ? `${name}.exe` : name;
  const found = await Promise.all(
    searchFolders(machine).map(async (folder) => {
      const candidate = path.join(folder, file);
      return (await isProgram(candidate)) ? candidate : null;
    }),
  );
  return found.filter((candidate) => candidate !== null);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    const found = await stat(file);
    // The Microsoft Store's stand-ins for Python are files of no size that open the Store.
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

/** The Python that runs an `nvflare` script: named in its first line, or on Windows beside it. */
export async function interpreterOfScript(script: string, platform: NodeJS.Platform): Promise<string | null> {
  if (platform !== 'win32') return parseShebang(await readStart(script));
  const folder = path.dirname(script);
  for (const candidate of [path.join(folder, 'python.exe'), path.join(folder, '..', 'python.exe')])
    if (await isProgram(candidate)) return candidate;
  return null;
}

/**
 * The Python in the first lines of a script that pip made. For a path that is long or has spaces pip writes
 * `#!/bin/sh` and a second line that starts the Python.
 */
export function parseShebang(start: string): string | null {
  const [first = '', second = ''] = start.split('\n');
  const direct = /^#!\s*(\/.*\/(?:python|pypy)[\w.]*)\s*$/.exec(first)?.[1];
  const wrapped = /^#!\s*\/bin\/sh/.test(first) ? /^'''exec' "?(\/.+?)"? "\$0"/.exec(second)?.[1] : undefined;
  return direct ?? wrapped ?? null;
}

async function readStart(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}
