import { mkdirSync, rmSync } from 'node:fs';
import type { Problem } from '../../preload/contract/meta';
import { invalid } from '../errors';
import { tightenTree } from '../files/tree';
import { abortable } from '../process/abortable';
import type { TaskContext } from '../tasks/service';
import type { Sealer } from '../vault/service';
import type { Layout } from './layout';
import type { KitsPort, NvflarePort, ProjectsPort, VaultPort } from './ports';
import { type ProjectFile, readProjectFile } from './project-file';
import { takeParticipants } from './project-subset';
import { kitTraitsOf } from '../nvflare/version';
import { planRun, type RunOrder, type RunPlan } from './run-plan';
import { describePlan } from './run-plan-words';
import type { RotationStore } from './rotation-rows';
import type { RunStore } from './run-rows';
import { countNewKeys, forgetRenewed, keepEntries, type StateBefore } from './staged-state';
import { checkState, readState } from './state-check';
import type { StateStore } from './state-store';
import { dropKits, findPreviousState, keepResult, prepareWorkspace, type Workspace } from './workspace';

/** One run, as it is carried out. */
export interface RunWork extends RunOrder {
  id: string;
  projectId: string;
  /** The project file, as it was when the run began. */
  text: string;
}

export interface RunParts<R extends { version: string; python: string }> {
  rows: RunStore;
  rotations: RotationStore;
  layout: Layout;
  states: StateStore;
  projects: ProjectsPort;
  nvflare: NvflarePort<R>;
  kits: KitsPort;
  vault: VaultPort;
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
  const plan = planRun(project, run, kitTraitsOf(runtime.version));
  describePlan(run, plan, project).forEach((line) => context.log(line));
  enter(1);
  const { workspace, before, warnings, sealer } = await prepare(run, { project, plan }, parts);
  warnings.forEach((warning) => context.log(`Warning: ${warning}`));
  enter(2);
  const made = await parts.nvflare.provision(runtime, {
    projectFile: workspace.givenFile,
    workspace: workspace.root,
    newKeys: countNewKeys(
      before,
      pick(project, plan.named).participants.map(({ name }) => name),
    ),
    signal: context.signal,
    onLine: (line) => context.log(line),
    onProgress: (value) => context.progress(value),
  });
  enter(3);
  context.progress(null);
  dropKits(made.prodDirectory, plan.kept);
  const entries = await tightenTree(made.prodDirectory);
  await tightenTree(made.stateDirectory);
  keepEntries(made.stateDirectory, before);
  const found = { directory: made.prodDirectory, entries };
  const kits = await parts.kits.collect(found, pick(project, plan.kept), context.signal);
  enter(4);
  const place = parts.layout.run(run.projectId, run.id);
  if (sealer) await parts.kits.seal(found, sealer);
  await keepResult(parts.states, place, { ...made, projectFile: workspace.projectFile, sealer });
  // NVFlare names the directory it worked in, which is gone by now.
  context.log(`The kits are in ${place.kits}`);
  parts.rows.succeed(run.id, (transaction) => {
    parts.kits.insert(transaction, run.id, kits);
    if (run.scope === 'rotate') parts.rotations.begin(transaction, run);
  });
  return { kits: kits.length, warnings: [...warnings, ...made.warnings] };
}

async function checkProject(run: RunWork, projects: ProjectsPort): Promise<ProjectFile> {
  await assertStartable(run, projects);
  return readProjectFile(run.text);
}

/**
 * @throws AppError INVALID with every problem, when one of them is an error; FORBIDDEN when code from outside
 * NVFlare would run that nobody has allowed.
 */
export async function assertStartable(
  { projectId, text }: Pick<RunWork, 'projectId' | 'text'>,
  projects: ProjectsPort,
): Promise<void> {
  assertNoErrors((await projects.validate(text, projectId)).problems);
  projects.assertCodeAllowed(projectId, text);
}

function assertNoErrors(problems: Problem[]): void {
  const count = problems.filter(({ severity }) => severity === 'error').length;
  if (count === 0) return;
  throw invalid(
    `The project has ${count === 1 ? 'a problem' : `${count} problems`} that NVFlare cannot be run with.`,
    'Correct what is marked in the project, then provision again.',
    problems,
  );
}

/** What a run works with; without a sealer its keys rest in clear, and a warning says so. */
interface Prepared {
  workspace: Workspace;
  before: StateBefore | null;
  sealer: Sealer | null;
  warnings: string[];
}

async function prepare<R extends { version: string; python: string }>(
  run: RunWork,
  { project, plan }: { project: ProjectFile; plan: RunPlan },
  { rows, layout, states, projects, vault }: RunParts<R>,
): Promise<Prepared> {
  // Asked before the work and not after it: a keychain that is locked is better told at once.
  const { sealer, warning } = await vault.sealing();
  const last = run.scope === 'rotate' ? undefined : rows.lastSucceeded(run.projectId, { not: run.id });
  const previous = findPreviousState({ layout, states }, last);
  const kept = pick(project, plan.named, plan.renewed);
  const warnings = previous === null ? [] : checkState(await readState(states, previous), kept, Date.now());
  mkdirSync(layout.staging, { recursive: true, mode: 0o700 });
  const workspace = await prepareWorkspace(layout.stagingOf(run.id), {
    projectName: project.name,
    text: run.text,
    given: plan.named && takeParticipants(run.text, plan.named, { withStudies: makesServer(project, plan) }),
    copyState: previous && ((to) => states.copyTo(previous, to)),
  });
  projects.writeFiles(run.projectId, workspace.root);
  const before = forgetRenewed(workspace.state, plan.renewed);
  return { workspace, before, sealer, warnings: [...warnings, ...(warning === null ? [] : [warning])] };
}

const makesServer = ({ participants }: ProjectFile, { kept }: RunPlan): boolean =>
  participants.some(({ name, type }) => type === 'server' && (kept?.has(name) ?? true));

/** The project with these participants only, null for all, and without the others. */
function pick(
  project: ProjectFile,
  names: ReadonlySet<string> | null,
  without: ReadonlySet<string> = new Set(),
): ProjectFile {
  const participants = project.participants.filter(
    ({ name }) => (names === null || names.has(name)) && !without.has(name),
  );
  return { ...project, participants };
}

/**
 * After the commit point: only the newest succeeded run keeps its state, so that there is one CA key to guard;
 * during a rotation also the run with the old CA.
 */
export function tidyAfter(
  run: RunWork,
  { rows, rotations, layout, states }: Pick<RunParts<never>, 'rows' | 'rotations' | 'layout' | 'states'>,
): void {
  rmSync(layout.stagingOf(run.id), { recursive: true, force: true });
  const kept = new Set([run.id, ...rotations.oldRuns()]);
  for (const other of rows.states())
    if (other.projectId === run.projectId && !kept.has(other.id) && other.state === 'succeeded')
      states.remove(layout.run(other.projectId, other.id));
}
