import path from 'node:path';
import { type RunResult, run } from '../process/run';
import type { Machine } from './interpreter';
import type { PackageIndex } from './package-index';
import { readFetchFailures, readInstallFailure } from './pip-failure';

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
