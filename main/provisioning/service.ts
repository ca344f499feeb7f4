import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { RunChange, RunSummary } from '../../preload/contract/provisioning';
import type { Store } from '../db/open';
import { notFound } from '../errors';
import type { Log } from '../logs/log';
import type { Tasks } from '../tasks/service';
import type { Layout } from './layout';
import type { KitsPort, NvflarePort, ProjectsPort } from './ports';
import { readProjectFile } from './project-file';
import { assertValid } from './provision-run';
import { reconcileRuns } from './reconcile';
import { compareProjects } from './run-changes';
import { createRunKind, type RunInput, runKind } from './run-kind';
import { createRunStore, type RunRow, type RunStore } from './run-rows';
import type { StateStore } from './state-store';
import { sweepRuns } from './sweep';

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
  log: Log;
}) {
  const { tasks, layout, projects, log } = options;
  const rows = createRunStore(options.store);
  const reconcile = () => reconcileRuns(rows, tasks);

  function launch(projectId: string, startedBy: string): { runId: string; taskId: string } {
    const { name } = projects.document(projectId);
    const input: RunInput = { projectId, runId: randomUUID(), startedBy };
    const task = tasks.start({
      kind: runKind,
      title: `Provision ${name}`,
      input,
      startedBy,
      subject: { type: 'project', id: projectId },
      lock: { name: `provision:${projectId}`, busy: 'This project is being provisioned already.' },
    });
    return { runId: input.runId, taskId: task.id };
  }

  tasks.define(createRunKind({ ...options, rows }, (projectId, by) => launch(projectId, by).taskId));

  return {
    ...createReading(rows, layout),
    /**
     * Validates the project and starts a run as a task.
     * @throws AppError NOT_FOUND, INVALID with the problems, CONFLICT when a run of the project is under way.
     */
    async start(projectId: string, startedBy: string): Promise<{ runId: string; taskId: string }> {
      await assertValid(projectId, projects.document(projectId).text, projects);
      return launch(projectId, startedBy);
    },
    hasRunning(projectId: string): boolean {
      reconcile();
      return rows.states().some((entry) => entry.projectId === projectId && entry.state === 'running');
    },
    /**
     * Removes a project's runs, kits and CA from the disk. The rename makes it one step: a crash in the middle
     * leaves nothing that looks like a project.
     */
    removeProjectFiles(projectId: string): void {
      const directory = layout.projectDirectory(projectId);
      if (!existsSync(directory)) return;
      mkdirSync(layout.staging, { recursive: true, mode: 0o700 });
      const removed = path.join(layout.staging, randomUUID());
      renameSync(directory, removed);
      rmSync(removed, { recursive: true, force: true });
    },
    /** Puts right what ended runs left behind, in the store and on the disk. */
    sweep(): void {
      reconcile();
      sweepRuns(rows, options, log);
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
      const previous = rows.lastSucceeded(row.projectId, { not: row.id, before: row.number });
      const { directory } = layout.run(row.projectId, row.id);
      return {
        run: summary,
        previousRunId: previous?.id ?? null,
        changes: changesOf(row, previous),
        workspace: existsSync(directory) ? directory : null,
      };
    },
    /** The NVFlare that the newest kits of a project were made with. */
    lastVersion: (projectId: string): string | null =>
      rows.lastSucceeded(projectId, { not: '' })?.nvflareVersion ?? null,
    /** The newest run of a project, however it ended. `at` is when it began, in ms. */
    lastRun(projectId: string) {
      const row = rows.last(projectId);
      if (!row) return null;
      const { id, number, state, revision } = row;
      return { id, number, state, revision, at: row.startedAt };
    },
  };
}

function changesOf(row: RunRow, previous: RunRow | undefined): RunChange[] {
  if (!previous || previous.document === row.document) return [];
  return compareProjects(readProjectFile(previous.document), readProjectFile(row.document));
}
