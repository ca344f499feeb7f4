import { existsSync } from 'node:fs';
import path from 'node:path';
import { type RunResult, run } from '../process/run';
import type { Machine } from './interpreter';
import { lockFile } from './lock';
import type { PackageIndex } from './package-index';
import { readFetchFailures, readInstallFailure } from './pip-failure';
import { wheelFolders } from './wheel-folder';

/** What every step of an installation works with. */
export interface StepContext {
  machine: Machine;
  resources: string;
  /** The version of NVFlare and of the Python it is installed for: words of error messages. */
  version: string;
  pythonVersion: string;
  /** Where pip writes what it does not say. */
  pipLog: string;
  index: PackageIndex;
  signal: AbortSignal;
  onLine: (line: string) => void;
}

export const pipFlags = (pipLog: string): string[] => [
  ...['--no-input', '--disable-pip-version-check', '--progress-bar', 'off', '--log', pipLog],
];

/** Wheels only, as building a package would run code that no sum covers. */
export const lockedFlags = (requirements: string): string[] => [
  ...['--require-hashes', '--only-binary', ':all:', '--requirement', requirements],
];

/**
 * What to install, for pip: the packages of the lock, each by its sum; out of the folder alone when there is one.
 * A version without a lock comes as the index gives it.
 */
export function requirementFlags(step: StepContext, folder: string | null): string[] {
  const requirements = lockFile(step.resources, step.version);
  if (folder !== null)
    return [
      ...['--no-index', ...wheelFolders(folder).flatMap((place) => ['--find-links', place])],
      ...lockedFlags(requirements),
    ];
  if (existsSync(requirements)) return lockedFlags(requirements);
  step.onLine(`NVFlare ${step.version} is not among those whose packages are pinned; they come as they are.`);
  return [`nvflare==${step.version}`];
}

/**
 * Runs a module of a Python on the leash: it ends with us, and all that it started too.
 * @throws AppError with what to do when it fails; the reason of the signal when that was aborted.
 */
export async function runStep(step: StepContext, python: string, module: string[]): Promise<void> {
  const { index, signal } = step;
  const script = path.join(step.resources, 'python', 'run_module.py');
  // -E and -s: nothing of another program's or the person's own packages gets in.
  const result = await run(python, ['-E', '-s', '-u', script, ...module], {
    signal,
    env: { ...pipEnvironment(step.machine.env), ...index.env },
    holdInput: true,
    onLine: (line) => step.onLine(index.conceal(line)),
  });
  signal.throwIfAborted();
  if (result.exitCode === 0) return;
  const reasons = (await readFetchFailures(step.pipLog)).map(index.conceal);
  reasons.forEach(step.onLine);
  throw readInstallFailure(withReasons(result, reasons, index), {
    version: step.version,
    pythonVersion: step.pythonVersion,
    platform: step.machine.platform,
    index: index.name,
  });
}

/** The person's pip configuration counts, except for what would put packages elsewhere. */
function pipEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PIP_USER: _user, PIP_TARGET: _target, PIP_PREFIX: _prefix, PIP_ROOT: _root, ...rest } = env;
  return rest;
}

const withReasons = (result: RunResult, reasons: string[], index: PackageIndex): RunResult => ({
  ...result,
  stdout: result.stdout.map(index.conceal),
  stderr: [...result.stderr.map(index.conceal), ...reasons],
});
