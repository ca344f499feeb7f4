import path from 'node:path';
import type { RuntimeCandidate } from '../../preload/contract/runtime';
import { type Command, type Machine, commandOf, pathFor } from './interpreter';
import type { Features } from './version';

/** An NVFlare that can be used now. */
export interface NvflareRuntime {
  version: string;
  python: string;
  wslDistribution: string | null;
  features: Features;
  /**
   * How to run the NVFlare command line with these arguments. Give it to `run` with `holdInput`: the program
   * ends itself, and all that it started, when its standard input ends.
   */
  command(args: string[]): Command & { env: NodeJS.ProcessEnv };
  /** A path of this computer as this runtime names it; the same but inside WSL. */
  toRuntimePath(hostPath: string): Promise<string>;
}

/** @throws AppError UNAVAILABLE when it is inside WSL and cannot reach our files. */
export async function toRuntime(
  machine: Machine,
  resources: string,
  found: RuntimeCandidate,
): Promise<NvflareRuntime> {
  const at = { python: found.python, distribution: found.wslDistribution };
  const launcher = await pathFor(machine, at, path.join(resources, 'python', 'run_nvflare.py'));
  return {
    version: found.nvflareVersion ?? '',
    python: found.python,
    wslDistribution: found.wslDistribution,
    features: found.features,
    // -E as the probe: what was found is what runs. UTF-8 whatever the system's language: on Windows a pipe
    // would otherwise carry its old code page.
    command: (args) => ({
      ...commandOf(machine, at, ['-E', '-X', 'utf8', '-u', launcher, ...args]),
      env: machine.env,
    }),
    toRuntimePath: (hostPath) => pathFor(machine, at, hostPath),
  };
}
