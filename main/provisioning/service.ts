import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isWhole, type Reissue, type RunChange, type RunSummary } from '../../preload/contract/provisioning';
import type { Store } from '../db/open';
import { notFound } from '../errors';
import type { Log } from '../logs/log';
import type { Tasks } from '../tasks/service';
import { adoptState } from './adopt-state';
import type { Layout } from './layout';
import type { KitsPort, NvflarePort, ProjectsPort, VaultPort } from './ports';
import { needsOf } from './issued';
import { readProjectFile } from './project-file';
import { assertStartable } from './provision-run';
import { reconcileRuns } from './reconcile';
import { createRotationStore } from './rotation-rows';
import { assertRotatable, createRotations } from './rotations';
import { compareProjects, forRun, nameDisabled } from './run-changes';
import { createRunKind, type RunInput, runKind } from './run-kind';
import { resolveOrder, titleOf, type Wanted } from './run-order';
import type { RunOrder } from './run-plan';
import { createRunStore, type RunRow, type RunStore } from './run-rows';
import type { StateStore } from './state-store';
import { sweepRuns } from './sweep';
import { removeProject } from './workspace';

export type Provisioning = ReturnType<typeof createProvisioning>;

/**
 * Runs of `nvflare provision`: each works in a directory of its own and counts only once its files are in
 * place and its row says so. Call `sweep` once at the start of the app, after `tasks.recover`.
 */
export function createProvisioning<R extends { version: string; python: string }>(options: {
  store: Store;
  tasks: Pick<Tasks, 'define' | 'start' | 'get'>;
  layout: Layout;
  states: StateStore;
  projects: ProjectsPort;
  nvflare: NvflarePort<R>;
  kits: KitsPort;
  vault: VaultPort;
  log: Log;
}) {
  const { tasks, layout, projects, log } = options;
  const rows = createRunStore(options.store);
  const rotations = createRotationStore(options.store);
  const parts = { ...options, rows, rotations };
  const reconcile = () => reconcileRuns(rows, tasks);
  const hasRunning = (projectId: string): boolean => {
    reconcile();
    return rows.states().some((entry) => entry.projectId === projectId && entry.state === 'running');
  };

  function launch(wanted: Wanted, startedBy: string): { runId: string; taskId: string } {
    const { projectId } = wanted;
    const { name, text, disabled } = projects.document(projectId);
    const order = resolveOrder(wanted, { project: readProjectFile(text), disabled }, options.kits);
    const input: RunInput = { projectId, runId: randomUUID(), startedBy, ...order };
    const task = tasks.start({
      kind: runKind,
      title: titleOf(order, name),
      input,
      startedBy,
      subject: { type: 'project', id: projectId },
      lock: { name: `provision:${projectId}`, busy: 'This project is being provisioned already.' },
    });
    return { runId: input.runId, taskId: task.id };
  }

  tasks.define(createRunKind(parts, (order, by) => launch(order, by).taskId));

  async function start(
    projectId: string,
    startedBy: string,
    order: RunOrder = { scope: 'all', participants: [] },
  ): Promise<{ runId: string; taskId: string }> {
    await assertStartable({ projectId, text: projects.document(projectId).text }, projects);
    return launch({ projectId, ...order }, startedBy);
  }

  return {
    ...createReading(rows, layout),
    /** For the import of a CA. */
    adopt: (work: Parameters<typeof adoptState>[1]) => adoptState(parts, work),
    ...createRotations({ ...parts, hasRunning }),
    /**
     * Validates the project and starts a run as a task.
     * @throws AppError NOT_FOUND, INVALID with the problems or when there is nobody to make a kit for,
     * FORBIDDEN for code that nobody allowed, CONFLICT when a run of the project is under way.
     */
    start,
    /** Starts the run that makes a new CA. @throws as `start`, and CONFLICT when there is none to rotate. */
    startRotation(projectId: string, startedBy: string): Promise<{ runId: string; taskId: string }> {
      assertRotatable(projectId, parts);
      return start(projectId, startedBy, { scope: 'rotate', participants: [] });
    },
    /** What has changed since the kits that are out were made. */
    needs: (projectId: string): Reissue => needsOf(projectId, options),
    hasRunning,
    /** The tasks of all runs, whose logs their pages show. */
    taskIds: (): Set<string> => new Set(rows.states().map(({ taskId }) => taskId)),
    removeProjectFiles: (projectId: string): void => removeProject(layout, projectId),
    /** Puts right what ended runs left behind, in the store and on the disk. */
    sweep(): void {
      reconcile();
      sweepRuns(rows, parts, log);
    },
  };
}

function createReading(rows: RunStore, layout: Layout) {
  return {
    runs: (filter: { projectId: string | null; limit: number }): RunSummary[] => rows.list(filter),
    /** A run, and what differs from the successful run of its project before it. */
    run(runId: string) {
      const row = rows.find(runId);
      const summary = rows.summary(runId);
      if (!row || !summary) throw notFound('This run');
      // What a run of everything brings about has changed since the last one: those between made some kits only.
      const previous = rows.lastSucceeded(row.projectId, {
        ...{ not: row.id, before: row.number, whole: isWhole(row.scope) },
      });
      const { directory } = layout.run(row.projectId, row.id);
      return {
        run: summary,
        previousRunId: previous?.id ?? null,
        changes: changesOf(row, previous),
        disabled: row.disabled,
        workspace: existsSync(directory) ? directory : null,
      };
    },
    /** The newest run that succeeded, and where its files are: it has the CA. */
    newest(projectId: string) {
      const row = rows.lastSucceeded(projectId, { not: '' });
      return row ? { id: row.id, number: row.number, place: layout.run(projectId, row.id) } : null;
    },
    /** The NVFlare that the newest kits of a project were made with. */
    lastVersion: (projectId: string): string | null =>
      rows.lastSucceeded(projectId, { not: '' })?.nvflareVersion ?? null,
    /** The NVFlare that a run was made with; null when it never got that far. */
    versionOf: (runId: string): string | null => rows.find(runId)?.nvflareVersion ?? null,
    /** The project file that a run was made from; null when there is no such run. */
    documentOf: (runId: string): string | null => rows.find(runId)?.document ?? null,
    /** The newest run of a project, however it ended. `at` is when it began, in ms. */
    lastRun(projectId: string) {
      const row = rows.last(projectId);
      if (!row) return null;
      const { id, number, state, revision } = row;
      // Every other run that succeeded was made by some NVFlare.
      const adopted = state === 'succeeded' && row.nvflareVersion === null;
      return { id, number, state, revision, at: row.startedAt, adopted };
    },
  };
}

function changesOf(row: RunRow, previous: RunRow | undefined): RunChange[] {
  if (!previous || previous.document === row.document) return [];
  const changes = compareProjects(readProjectFile(previous.document), readProjectFile(row.document));
  return forRun(nameDisabled(changes, { before: previous.disabled, after: row.disabled }), row);
}
