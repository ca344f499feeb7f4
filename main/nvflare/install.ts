import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import { type RunResult, run } from '../process/run';
import type { TaskContext, TaskKind } from '../tasks/service';
import type { BasePython } from './base-python';
import { isUsable, toCandidate } from './candidate';
import type { Interpreter, Machine } from './interpreter';
import {
  beginEnvironment,
  completeEnvironment,
  discardInterrupted,
  environmentPython,
  listEnvironments,
  removeEnvironment,
} from './own-environment';
import { type PackageIndex, readPackageIndex } from './package-index';
import { readInstallFailure } from './pip-failure';
import { createPipProgress } from './pip-progress';
import type { ProbeResult } from './probe';
import type { RuntimeSettings } from './settings';

export const installKind = 'nvflare.install';

const installInput = z.object({ version: z.string().regex(/^\d+\.\d+\.\d+$/) });
type InstallInput = z.infer<typeof installInput>;

export interface InstallOptions {
  machine: Machine;
  data: string;
  resources: string;
  settings: RuntimeSettings;
  findBase: (version: string) => Promise<BasePython>;
  probe: (interpreter: Interpreter) => Promise<ProbeResult>;
}

export interface InstallResult {
  version: string;
  python: string;
}

const stages = ['Looking for Python', 'Making the environment', 'Installing NVFlare', 'Checking it'];
/** Where each stage ends on the way from 0 to 1; nearly all the time goes into the third. */
const shares = [0.02, 0.12, 0.95];

/** Makes Fedwright's own environment, as a kind of task. Cancelled or failed, it leaves nothing behind. */
export function createInstallKind(options: InstallOptions): TaskKind<InstallInput> {
  return {
    kind: installKind,
    input: installInput,
    run: ({ version }, task) => install(options, version, task),
    interrupted: ({ version }, taskId) => discardInterrupted(options.data, version, taskId),
  };
}

async function install(options: InstallOptions, version: string, task: TaskContext): Promise<InstallResult> {
  const { data } = options;
  enter(task, 0);
  const present = await findPresent(options, version);
  if (present) {
    task.log(`NVFlare ${version} is installed already: ${present}`);
    return choose(options, version, present);
  }
  const base = await requireBase(options, version);
  task.log(base.canInstall.message);
  task.progress(shares[0] ?? 0);
  const environment = await beginEnvironment(data, version, task.taskId);
  try {
    const python = await fill(options, { environment, version, base: base.python, task });
    await completeEnvironment(environment, version);
    return await choose(options, version, python);
  } catch (error) {
    await removeEnvironment(data, version);
    throw error;
  }
}

const enter = (task: TaskContext, index: number): void => {
  task.signal.throwIfAborted();
  task.stage(stages[index] ?? '', index, stages.length);
};

/** An environment of this version that works has nothing to be done to it. */
async function findPresent(options: InstallOptions, version: string): Promise<string | null> {
  const own = (await listEnvironments(options.data, version)).find((found) => found.version === version);
  if (!own) return null;
  const python = environmentPython(own.folder, options.machine.platform);
  return (await isWorking(options, python)) ? python : null;
}

async function isWorking(options: InstallOptions, python: string): Promise<boolean> {
  const interpreter: Interpreter = { source: 'own', python, distribution: null };
  return isUsable(toCandidate(interpreter, await options.probe(interpreter)));
}

async function requireBase(
  options: InstallOptions,
  version: string,
): Promise<BasePython & { python: string }> {
  const { python, canInstall } = await options.findBase(version);
  if (python !== null) return { python, canInstall };
  throw new AppError('UNAVAILABLE', canInstall.message, { hint: canInstall.hint });
}

interface Filling {
  environment: string;
  version: string;
  base: string;
  task: TaskContext;
}

/** Makes the environment, installs into it and tries it; the path of its interpreter. */
async function fill(options: InstallOptions, filling: Filling): Promise<string> {
  const { environment, version, base, task } = filling;
  const index = await readPackageIndex(options.settings);
  const python = environmentPython(environment, options.machine.platform);
  enter(task, 1);
  await runStep(options, filling, index, [base, 'venv', environment], (line) => task.log(line));
  task.progress(shares[1] ?? 0);
  enter(task, 2);
  await installPackages(options, filling, index, python);
  task.progress(shares[2] ?? 0);
  enter(task, 3);
  const interpreter: Interpreter = { source: 'own', python, distribution: null };
  const candidate = toCandidate(interpreter, await options.probe(interpreter));
  task.signal.throwIfAborted();
  if (isUsable(candidate)) return python;
  throw new AppError('UNAVAILABLE', `NVFlare ${version} was installed but does not start.`, {
    hint: 'Install another version, or use another Python as the base.',
    details: candidate.message,
  });
}

async function installPackages(
  options: InstallOptions,
  filling: Filling,
  index: PackageIndex,
  python: string,
): Promise<void> {
  const { task, environment, version } = filling;
  const progress = createPipProgress(environment);
  const [from = 0, to = 1] = shares.slice(1);
  const tell = (value: number) => task.progress(from + (to - from) * value);
  const counting = setInterval(() => void progress.countInstalled().then(tell), 500);
  const flags = ['--no-input', '--disable-pip-version-check', '--progress-bar', 'off'];
  try {
    await runStep(
      options,
      filling,
      index,
      [python, 'pip', 'install', ...flags, `nvflare==${version}`],
      (line) => {
        task.log(line);
        tell(progress.take(line));
      },
    );
  } finally {
    clearInterval(counting);
  }
}

/** Runs a module of a Python, on the leash: it ends with us, and all that it started too. */
async function runStep(
  options: InstallOptions,
  { task, version }: Filling,
  index: PackageIndex,
  [python = '', ...module]: string[],
  onLine: (line: string) => void,
): Promise<void> {
  const script = path.join(options.resources, 'python', 'run_module.py');
  // -E and -s: nothing of another program's or the person's own packages gets in.
  const result = await run(python, ['-E', '-s', '-u', script, ...module], {
    signal: task.signal,
    env: { ...pipEnvironment(options.machine.env), ...index.env },
    holdInput: true,
    onLine: (line) => onLine(index.conceal(line)),
  });
  task.signal.throwIfAborted();
  if (result.exitCode === 0) return;
  throw readInstallFailure(concealAll(result, index), {
    version,
    pythonVersion: await pythonVersionOf(options, python),
    platform: options.machine.platform,
    index: index.name,
  });
}

/** The person's pip configuration counts, except for what would put packages elsewhere. */
function pipEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PIP_USER: _user, PIP_TARGET: _target, PIP_PREFIX: _prefix, PIP_ROOT: _root, ...rest } = env;
  return rest;
}

const concealAll = (result: RunResult, index: PackageIndex): RunResult => ({
  ...result,
  stdout: result.stdout.map(index.conceal),
  stderr: result.stderr.map(index.conceal),
});

async function pythonVersionOf(options: InstallOptions, python: string): Promise<string> {
  const result = await options.probe({ source: 'path', python, distribution: null });
  return 'report' in result ? result.report.python : '3';
}

/** What was just installed is what the person wants to use from now on. */
async function choose({ settings }: InstallOptions, version: string, python: string): Promise<InstallResult> {
  settings.setConfiguredPython(null);
  await settings.update({ nvflareVersion: version });
  return { version, python };
}
