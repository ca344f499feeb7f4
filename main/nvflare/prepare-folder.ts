import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { targetPlatforms } from '../../preload/contract/runtime';
import { withPathProblems } from '../files/path-problem';
import { abortable } from '../process/abortable';
import type { TaskContext, TaskKind } from '../tasks/service';
import { assertComplete, requireLock } from './folder-plan';
import type { InstallOptions } from './install';
import { type StepContext, lockedFlags, pipFlags, runStep } from './install-step';
import { type LockedPackage, neededOn, readUvLock, toRequirements } from './lock';
import { discardScratch, environmentPython, makeScratch } from './own-environment';
import { readPackageIndex } from './package-index';
import { provideManaged, requirePlatform } from './python-source';
import { managedPython, pipTargetFlags, targetOf, uvKeyOf } from './targets';
import { type UvOptions, installPython, requireUv } from './uv';
import {
  type FolderNote,
  checkFolder,
  findUvWheel,
  hasPython,
  noteFile,
  pythonIn,
  wheelsIn,
} from './wheel-folder';

export const prepareKind = 'nvflare.prepare';

const prepareInput = z.object({
  folder: z.string(),
  version: z.string(),
  platform: z.enum(targetPlatforms),
  python: z.string().nullable(),
});
type PrepareInput = z.infer<typeof prepareInput>;

const stages = ['Looking for Python', 'Fetching packages', 'Fetching Python', 'Checking the folder'];
const shares = [0.1, 0.75, 0.95];

/**
 * Fills a folder with what another computer needs, as a kind of task. The note that says what it is for comes
 * last. Cancelled, the files fetched so far stay, and are not fetched again.
 */
export function createPrepareKind(options: InstallOptions): TaskKind<PrepareInput> {
  return {
    kind: prepareKind,
    permission: 'runtime.manage',
    input: prepareInput,
    async run(input, task) {
      const scratch = await makeScratch(options.data, task.taskId);
      try {
        return await prepare(options, { input, scratch, task });
      } finally {
        await discardScratch(scratch);
      }
    },
  };
}

interface Work {
  input: PrepareInput;
  scratch: string;
  task: TaskContext;
}

function enter({ task }: Work, index: number): void {
  task.signal.throwIfAborted();
  if (index > 0) task.progress(shares[index - 1] ?? 0);
  task.stage(stages[index] ?? '', index, stages.length);
}

async function prepare(options: InstallOptions, work: Work): Promise<FolderNote & { folder: string }> {
  const { folder, version, platform } = work.input;
  const python = work.input.python ?? managedPython;
  const index = await abortable(readPackageIndex(options.settings), work.task.signal);
  const onLine = (line: string) => work.task.log(index.conceal(line));
  const fetching: UvOptions = {
    ...{ machine: options.machine, data: options.data, resources: options.resources },
    ...{ index, onLine, signal: work.task.signal, platform: requirePlatform(options.machine.platform) },
  };
  enter(work, 0);
  const base = await requireBase(options, fetching, version);
  await withPathProblems(() => mkdir(wheelsIn(folder), { recursive: true }));
  const step: StepContext = {
    ...{ ...fetching, version, pythonVersion: python },
    pipLog: path.join(work.scratch, 'pip.log'),
  };
  const pip = path.join(work.scratch, 'environment');
  await runStep(step, base, ['venv', pip]);
  enter(work, 1);
  const withPip = environmentPython(pip, options.machine.platform);
  await fetchWheels(step, work, withPip);
  enter(work, 2);
  if (work.input.python === null) {
    const fetchWheel = (locked: LockedPackage) => fetchUv(step, work, { python: withPip, locked });
    await fetchPython(options, { ...fetching, fetchWheel }, work);
  }
  enter(work, 3);
  const lock = requireLock(options.resources, version);
  const found = await abortable(checkFolder(folder, lock, { platform, python }), work.task.signal);
  const complete = Object.values(found).every((names) => names.length === 0);
  assertComplete({
    ...{ folder, base: null },
    check: { ...found, version, platform, python, complete, carriesPython: work.input.python === null },
  });
  const note: FolderNote = { version, platform, python };
  await withPathProblems(() => writeFile(noteFile(folder), `${JSON.stringify(note, null, 2)}\n`));
  return { folder, ...note };
}

async function requireBase(options: InstallOptions, fetching: UvOptions, version: string): Promise<string> {
  const base = await abortable(options.findBase(version), fetching.signal);
  if (base.python !== null) return base.python;
  return provideManaged(fetching, { mirror: options.settings.current().pythonMirrorUrl });
}

/** pip decides by the system that it runs on what is needed; so it is given what the other one needs. */
async function fetchWheels(step: StepContext, { input, scratch, task }: Work, python: string): Promise<void> {
  const { platform, folder } = input;
  const version = input.python ?? managedPython;
  const lock = requireLock(step.resources, input.version);
  const packages = neededOn(lock, targetOf(platform, version));
  if (input.python === null) packages.push(readUvLock(step.resources));
  const requirements = path.join(scratch, 'requirements.txt');
  await writeFile(requirements, toRequirements(packages), { mode: 0o600 });
  let done = 0;
  const onLine = (line: string) => {
    step.onLine(line);
    if (/^Collecting /.test(line)) done += 1;
    const [from = 0, to = 1] = shares;
    task.progress(from + ((to - from) * Math.min(done, packages.length)) / packages.length);
  };
  await runStep({ ...step, onLine }, python, [
    ...['pip', 'download', ...pipFlags(step.pipLog), '--no-deps', '--dest', wheelsIn(folder)],
    ...pipTargetFlags(platform, version),
    ...lockedFlags(requirements),
  ]);
}

/** The uv that is to fetch a Python here: the folder has it already when it is for a computer like this one. */
async function fetchUv(
  step: StepContext,
  { input, scratch }: Work,
  { python, locked }: { python: string; locked: LockedPackage },
): Promise<string> {
  const own = input.platform === requirePlatform(step.machine.platform);
  const carried = own ? await findUvWheel(input.folder, locked) : null;
  if (carried !== null) return carried;
  const into = path.join(scratch, 'uv');
  const requirements = path.join(scratch, 'uv.txt');
  await writeFile(requirements, toRequirements([locked]), { mode: 0o600 });
  await runStep(step, python, [
    ...['pip', 'download', ...pipFlags(step.pipLog), '--no-deps', '--dest', into],
    ...lockedFlags(requirements),
  ]);
  const wheel = await findUvWheel(into, locked);
  if (wheel === null) throw new Error(`pip fetched no wheel of uv ${locked.version}`);
  return wheel;
}

/** uv keeps the archive when told where to, and compares its sum; that it also unpacks it here is of no use. */
async function fetchPython(options: InstallOptions, fetching: UvOptions, work: Work): Promise<void> {
  const archives = pythonIn(work.input.folder);
  await withPathProblems(() => mkdir(archives, { recursive: true }));
  const uv = await requireUv(fetching, null);
  const request = {
    key: uvKeyOf(work.input.platform, managedPython),
    into: path.join(work.scratch, 'python'),
    archives,
    network: { mirror: options.settings.current().pythonMirrorUrl },
  };
  try {
    await installPython(uv, request, fetching);
  } catch (error) {
    fetching.signal.throwIfAborted();
    // Unpacking for another system may fail at its last step. The archive counts, and uv compares it there again.
    const foreign = work.input.platform !== fetching.platform;
    if (!foreign || !(await hasPython(work.input.folder, work.input.platform))) throw error;
  }
}
