import { createHash } from 'node:crypto';
import type { RuntimeCandidate } from '../../preload/contract/runtime';
import type { Wsl } from './wsl';

/** A Python that may hold NVFlare. */
export interface Interpreter {
  source: RuntimeCandidate['source'];
  /** As the system that runs it names it: inside WSL a Linux path. */
  python: string;
  /** The WSL distribution it is in; null on this system itself. */
  distribution: string | null;
}

/** What the runtime needs to know about this computer. Tests bring their own. */
export interface Machine {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  wsl: Wsl | null;
}

export interface Command {
  command: string;
  args: string[];
}

/** How to start an interpreter with these arguments from here. */
export function commandOf(
  machine: Machine,
  interpreter: Pick<Interpreter, 'python' | 'distribution'>,
  args: string[],
): Command {
  const { python, distribution } = interpreter;
  if (distribution === null) return { command: python, args };
  if (!machine.wsl) throw new Error('a Python inside WSL was chosen where there is no WSL');
  return machine.wsl.command(distribution, [python, ...args]);
}

/** The path of a file of ours as the interpreter's system names it. */
export async function pathFor(
  machine: Machine,
  interpreter: Pick<Interpreter, 'distribution'>,
  hostPath: string,
): Promise<string> {
  if (interpreter.distribution === null || !machine.wsl) return hostPath;
  return machine.wsl.toLinuxPath(interpreter.distribution, hostPath);
}

/** The same for the same interpreter, whichever way it was found. */
export const candidateId = (python: string, distribution: string | null): string =>
  createHash('sha256')
    .update(`${distribution ?? ''}\0${python}`)
    .digest('hex')
    .slice(0, 16);

const wslPrefix = 'wsl:';

/** As it is kept in the settings: a path, or `wsl:<distribution>:<path>`. */
export const toSetting = (python: string, distribution: string | null): string =>
  distribution === null ? python : `${wslPrefix}${distribution}:${python}`;

export function fromSetting(value: string): Interpreter {
  const match = /^wsl:([^:]+):(.+)$/.exec(value);
  return {
    source: 'configured',
    python: match?.[2] ?? value,
    distribution: match?.[1] ?? null,
  };
}
