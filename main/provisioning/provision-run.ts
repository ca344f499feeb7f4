import { mkdirSync, rmSync } from 'node:fs';
import { invalid } from '../errors';
import { tightenTree } from '../files/tree';
import { abortable } from '../process/abortable';
import type { TaskContext } from '../tasks/service';
import type { Layout } from './layout';
import type { KitsPort, NvflarePort, ProjectsPort } from './ports';
import { type ProjectFile, readProjectFile } from './project-file';
import type { RunStore } from './run-rows';
import { checkState, readState } from './state-check';
import type { StateStore } from './state-store';
import { findPreviousState, keepResult, prepareWorkspace, type Workspace } from './workspace';

/** One run, as it is carried out. */
export interface RunWork {
  id: string;
  projectId: string;
  /** The project file, as it was when the run began. */
  text: string;
}

export interface RunParts<R extends { version: string; python: string }> {
  rows: RunStore;
  layout: Layout;
  states: StateStore;
  projects: ProjectsPort;
  nvflare: NvflarePort<R>;
  kits: KitsPort;
}

const stages = [
  'Check the project',
  'Prepare the workspace',
  'Run nvflare provision',
  'Check the kits',
  'Keep the result',
] as const;

/**
 * Carries a run out up to its commit point. Throws when anything fails or the person cancels; whatever is on
 * the disk by then is for the caller to discard.
 */
export async function carryOut<R extends { version: string; python: string }>(
  run: RunWork,
  parts: RunParts<R>,
  context: TaskContext,
): Promise<{ kits: number; warnings: string[] }> {
  const enter = (index: number) => {
    context.signal.throwIfAborted();
    context.stage(stages[index] ?? '', index, stages.length);
  };
  enter(0);
  const project = await abortable(checkProject(run, parts.projects), context.signal);
  const runtime = await abortable(parts.nvflare.require(run.projectId), context.signal);
  parts.rows.setRuntime(run.id, runtime);
  context.log(`NVFlare ${runtime.version} (${runtime.python})`);
  enter(1);
  const { workspace, warnings } = await prepare(run, project, parts);
  warnings.forEach((warning) => context.log(`Warning: ${warning}`));
  enter(2);
  const made = await parts.nvflare.provision(runtime, {
    projectFile: workspace.projectFile,
    workspace: workspace.root,
    signal: context.signal,
    onLine: (line) => context.log(line),
    onProgress: (value) => context.progress(value),
  });
  enter(3);
  context.progress(null);
  await Promise.all([tightenTree(made.prodDirectory), tightenTree(made.stateDirectory)]);
  const kits = await parts.kits.collect(made.prodDirectory, project, context.signal);
  enter(4);
  const place = parts.layout.run(run.projectId, run.id);
  await keepResult(parts.states, place, { ...made, projectFile: workspace.projectFile });
  // NVFlare names the directory it worked in, which is gone by now.
  context.log(`The kits are in ${place.kits}`);
  parts.rows.succeed(run.id, (transaction) => parts.kits.insert(transaction, run.id, kits));
  return { kits: kits.length, warnings: [...warnings, ...made.warnings] };
}

async function checkProject(run: RunWork, projects: ProjectsPort): Promise<ProjectFile> {
  await assertValid(run.projectId, run.text, projects);
  return readProjectFile(run.text);
}

/** @throws AppError INVALID with every problem, when one of them is an error. */
export async function assertValid(projectId: string, text: string, projects: ProjectsPort): Promise<void> {
  const { problems } = await projects.validate(text, projectId);
  const count = problems.filter(({ severity }) => severity === 'error').length;
  if (count === 0) return;
  throw invalid(
    `The project has ${count === 1 ? 'a problem' : `${count} problems`} that NVFlare cannot be run with.`,
    'Correct what is marked in the project, then provision again.',
    problems,
  );
}

async function prepare<R extends { version: string; python: string }>(
  run: RunWork,
  project: ProjectFile,
  { rows, layout, states }: RunParts<R>,
): Promise<{ workspace: Workspace; warnings: string[] }> {
  const previous = findPreviousState({ layout, states }, rows.lastSucceeded(run.projectId, { not: run.id }));
  const warnings = previous === null ? [] : checkState(readState(states, previous), project, Date.now());
  mkdirSync(layout.staging, { recursive: true, mode: 0o700 });
  const workspace = await prepareWorkspace(layout.stagingOf(run.id), {
    projectName: project.name,
    text: run.text,
    copyState: previous && ((to) => states.copyTo(previous, to)),
  });
  return { workspace, warnings };
}

/** After the commit point: only the newest succeeded run keeps its state, so that there is one CA key to guard. */
export function tidyAfter(
  run: RunWork,
  { rows, layout, states }: Pick<RunParts<never>, 'rows' | 'layout' | 'states'>,
): void {
  rmSync(layout.stagingOf(run.id), { recursive: true, force: true });
  for (const other of rows.states())
    if (other.projectId === run.projectId && other.id !== run.id && other.state === 'succeeded')
      states.remove(layout.run(other.projectId, other.id));
}
