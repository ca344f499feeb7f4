import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Interpreter, type Machine, fromSetting } from './interpreter';
import { environmentPython, listEnvironments } from './own-environment';
import { findPrograms, interpreterOfScript, parseShebang } from './search-path';
import { parseWslShare } from './wsl';

export type Source = Interpreter['source'];

/** The order in which a usable one is chosen. */
export const sourceOrder: readonly Source[] = ['configured', 'own', 'path', 'wsl'];

export interface DiscoveryOptions {
  machine: Machine;
  data: string;
  configuredPython: string | null;
  preferredVersion: string;
}

/** The interpreters of one source, the preferred first. Only looks at files; nothing is run but WSL's shell. */
export async function discover(source: Source, options: DiscoveryOptions): Promise<Interpreter[]> {
  if (source === 'configured') return options.configuredPython ? [fromSetting(options.configuredPython)] : [];
  if (source === 'own') return discoverOwn(options);
  return source === 'path' ? discoverOnPath(options.machine) : discoverInWsl(options.machine);
}

async function discoverOwn({ data, machine, preferredVersion }: DiscoveryOptions): Promise<Interpreter[]> {
  const found = await listEnvironments(data, preferredVersion);
  return found.map(({ folder }) => here('own', environmentPython(folder, machine.platform)));
}

/** The Python behind `nvflare` first: whoever installed that wants it to be used. */
async function discoverOnPath(machine: Machine): Promise<Interpreter[]> {
  const [scripts, python3, python] = await Promise.all([
    findPrograms(machine, 'nvflare'),
    findPrograms(machine, 'python3'),
    findPrograms(machine, 'python'),
  ]);
  const script = scripts[0] ? await interpreterOfScript(scripts[0], machine.platform) : null;
  return [script, python3[0], python[0]]
    .filter((found): found is string => typeof found === 'string')
    .map((found) => here('path', found));
}

async function discoverInWsl({ wsl }: Machine): Promise<Interpreter[]> {
  if (!wsl) return [];
  const names = await wsl.distributions();
  const found = await Promise.all(
    names.map(async (distribution) => {
      // A login shell, because that is where people's own environments get onto PATH.
      const look = 'command -v python3; n=$(command -v nvflare) && head -n 2 "$n"; true';
      const lines = (await wsl.read(distribution, ['sh', '-lc', look])) ?? [];
      return interpretersInLook(lines).map((python): Interpreter => ({
        source: 'wsl',
        python,
        distribution,
      }));
    }),
  );
  return found.flat();
}

/** Reads what the look inside a distribution printed: the path of python3, then the start of `nvflare`. */
export function interpretersInLook(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => line.startsWith('#!'));
  const script = at < 0 ? null : parseShebang(lines.slice(at).join('\n'));
  const python = lines.slice(0, at < 0 ? undefined : at).findLast((line) => line.startsWith('/'));
  return [...new Set([script, python].filter((found): found is string => typeof found === 'string'))];
}

const here = (source: Source, python: string): Interpreter => ({ source, python, distribution: null });

/**
 * The interpreter that a person meant with a file or folder: a Python, the folder of an environment, an
 * `nvflare` script, or one of these in `\\wsl.localhost\…`.
 */
export async function interpreterAt(chosen: string, platform: NodeJS.Platform): Promise<Interpreter> {
  const share = platform === 'win32' ? parseWslShare(chosen) : null;
  if (share) return { source: 'configured', python: share.path, distribution: share.distribution };
  const found = await stat(chosen).catch(() => null);
  if (found?.isDirectory()) return here('configured', await pythonInFolder(chosen, platform));
  const isScript = /^nvflare(\.exe)?$/i.test(path.basename(chosen));
  const behind = isScript ? await interpreterOfScript(chosen, platform) : null;
  return here('configured', behind ?? chosen);
}

async function pythonInFolder(folder: string, platform: NodeJS.Platform): Promise<string> {
  const names =
    platform === 'win32' ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3', 'python3'];
  for (const name of names) {
    const python = path.join(folder, name);
    if ((await stat(python).catch(() => null))?.isFile()) return python;
  }
  return folder;
}
