import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import { abortable } from '../process/abortable';
import type { TaskContext, TaskKind } from '../tasks/service';
import type { BasePython } from './base-python';
import { isUsable, toCandidate } from './candidate';
import { type FolderPlan, assertComplete, planFolder } from './folder-plan';
import { type StepContext, pipFlags, requirementFlags, runStep } from './install-step';
import type { Interpreter, Machine } from './interpreter';
import {
  beginEnvironment,
  completeEnvironment,
  discardInterrupted,
  environmentPython,
  listEnvironments,
  removeEnvironment,
} from './own-environment';
import { type PackageIndex, folderIndex, readPackageIndex } from './package-index';
import { createPipProgress } from './pip-progress';
import type { ProbeResult } from './probe';
import { provideManaged } from './python-source';
import type { RuntimeSettings } from './settings';

export const installKind = 'nvflare.install';

const installInput = z.object({
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** Where everything comes from, instead of the network. */
  folder: z.string().nullable().default(null),
});
type InstallInput = z.infer<typeof installInput>;

export interface InstallOptions {
  machine: Machine;
  data: string;
  resources: string;
  settings: RuntimeSettings;
  findBase: (version: string, minor?: string) => Promise<BasePython>;
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
    permission: 'runtime.manage',
    input: installInput,
    run: (input, task) => install(options, input, task),
    interrupted: ({ version }, taskId) => discardInterrupted(options.data, version, taskId),
  };
}

async function install(
  options: InstallOptions,
  { version, folder }: InstallInput,
  task: TaskContext,
): Promise<InstallResult> {
  const { data } = options;
  enter(task, 0);
  const present = await abortable(findPresent(options, version), task.signal);
  if (present) {
    task.log(`NVFlare ${version} is installed already: ${present}`);
    return choose(options, version, present);
  }
  const source = await abortable(openSource(options, { version, folder }), task.signal);
  const base = await requireBase(options, { version, source, task });
  task.progress(shares[0] ?? 0);
  const environment = await beginEnvironment(data, version, task.taskId);
  try {
    const python = await fill(options, { environment, version, base, source, task });
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

/** Where packages come from: a package index, or a folder that was found complete. */
interface Source {
  index: PackageIndex;
  plan: FolderPlan | null;
}

async function openSource(options: InstallOptions, input: InstallInput): Promise<Source> {
  const { version, folder } = input;
  if (folder === null) return { plan: null, index: await readPackageIndex(options.settings) };
  const plan = await planFolder(options, folder, { version, usual: version });
  assertComplete(plan);
  return { plan, index: folderIndex };
}

/** The interpreter to make the environment from; one is unpacked where none fits. */
async function requireBase(
  options: InstallOptions,
  { version, source, task }: { version: string; source: Source; task: TaskContext },
): Promise<string> {
  const { plan, index } = source;
  const base = plan ? plan.base : await abortable(options.findBase(version), task.signal);
  if (base?.python) {
    task.log(base.canInstall.message);
    return base.python;
  }
  const work = {
    ...options,
    index,
    signal: task.signal,
    onLine: (line: string) => task.log(index.conceal(line)),
  };
  const mirror = options.settings.current().pythonMirrorUrl;
  return provideManaged(work, plan ? { folder: plan.folder } : { mirror });
}

interface Filling {
  environment: string;
  version: string;
  base: string;
  source: Source;
  task: TaskContext;
}

/** Makes the environment, installs into it and tries it; the path of its interpreter. */
async function fill(options: InstallOptions, filling: Filling): Promise<string> {
  const { environment, version, base, task } = filling;
  const python = environmentPython(environment, options.machine.platform);
  const step: StepContext = {
    ...{ machine: options.machine, resources: options.resources, version, signal: task.signal },
    index: filling.source.index,
    pythonVersion: await pythonVersionOf(options, base),
    pipLog: path.join(environment, 'pip.log'),
    onLine: (line) => task.log(line),
  };
  enter(task, 1);
  await runStep(step, base, ['venv', environment]);
  task.progress(shares[1] ?? 0);
  enter(task, 2);
  await installPackages(step, filling, python);
  task.progress(shares[2] ?? 0);
  enter(task, 3);
  await assertStarts(options, filling, python);
  await rm(step.pipLog, { force: true });
  return python;
}

async function installPackages(step: StepContext, filling: Filling, python: string): Promise<void> {
  const { task, environment } = filling;
  const progress = createPipProgress(environment);
  const [from = 0, to = 1] = shares.slice(1);
  const tell = (value: number) => task.progress(from + (to - from) * value);
  const counting = setInterval(() => void progress.countInstalled().then(tell), 500);
  const wanted = requirementFlags(step, filling.source.plan?.folder ?? null);
  const onLine = (line: string) => {
    task.log(line);
    tell(progress.take(line));
  };
  try {
    await runStep({ ...step, onLine }, python, ['pip', 'install', ...pipFlags(step.pipLog), ...wanted]);
  } finally {
    clearInterval(counting);
  }
}

async function assertStarts(
  options: InstallOptions,
  { task, version }: Filling,
  python: string,
): Promise<void> {
  const interpreter: Interpreter = { source: 'own', python, distribution: null };
  const candidate = toCandidate(interpreter, await abortable(options.probe(interpreter), task.signal));
  task.signal.throwIfAborted();
  if (isUsable(candidate)) return;
  throw new AppError('UNAVAILABLE', `NVFlare ${version} was installed but does not start.`, {
    hint: 'Install another version, or choose another Python in Settings and install again.',
    details: candidate.message,
  });
}

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
