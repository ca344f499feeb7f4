import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { RunChange, RunSummary } from '../../preload/contract/provisioning';
import type { Store } from '../db/open';
import { notFound } from '../errors';
import type { Log } from '../logs/log';
import type { TaskContext, Tasks } from '../tasks/service';
import type { Layout } from './layout';
import type { KitsPort, NvflarePort, ProjectsPort } from './ports';
import { readProjectFile } from './project-file';
import { assertValid, carryOut, type RunWork, tidyAfter } from './provision-run';
import { compareProjects } from './run-changes';
import { cancelled, explainFailure, failed, interrupted } from './run-failure';
import { createRunStore, type RunEnd, type RunRow } from './run-rows';
import { sweepRuns } from './sweep';
import { discardRun } from './workspace';

export type Provisioning = ReturnType<typeof createProvisioning>;

const taskInput = z.object({ projectId: z.string(), runId: z.string(), startedBy: z.string() });
type TaskInput = z.infer<typeof taskInput>;

/**
 * Runs of `nvflare provision`: each works in a directory of its own and counts only once its files are in
 * place and its row says so. Call `sweep` once at the start of the app, after `tasks.recover`.
 */
export function createProvisioning<R extends { version: string; python: string }>(options: {
  store: Store;
  tasks: Pick<Tasks, 'define' | 'start' | 'get'>;
  layout: Layout;
  projects: ProjectsPort;
  nvflare: NvflarePort<R>;
  kits: KitsPort;
  log: Log;
}) {
  const { tasks, layout, projects, log } = options;
  const rows = createRunStore(options.store);

  tasks.define<TaskInput>({
    kind: 'provision',
    input: taskInput,
    run: (input, context) => run(input, context),
    interrupted({ projectId, runId }) {
      rows.end(runId, interrupted);
      discard({ id: runId, projectId });
    },
    retry: ({ projectId }, startedBy) => launch(projectId, startedBy).taskId,
  });

  async function run(input: TaskInput, context: TaskContext) {
    const work = begin(input, context);
    try {
      const made = await carryOut(work, { ...options, rows }, context);
      tidy(work);
      return { runId: work.id, ...made };
    } catch (error) {
      // First the files: on a full disk there is then room for the row.
      discard(work);
      const known = context.signal.aborted ? null : explainFailure(error, log);
      end(work, known ? failed(known) : cancelled);
      throw known ?? error;
    }
  }

  function end(work: RunWork, how: RunEnd): void {
    try {
      rows.end(work.id, how);
    } catch (error) {
      log.error(
        { err: error, runId: work.id },
        'the end of a run could not be stored; `reconcile` puts it right',
      );
    }
  }

  function begin({ projectId, runId, startedBy }: TaskInput, { taskId }: TaskContext): RunWork {
    const { text, revision } = projects.document(projectId);
    rows.begin({ id: runId, projectId, taskId, revision, document: text, startedBy });
    return { id: runId, projectId, text };
  }

  function tidy(work: RunWork): void {
    try {
      tidyAfter(work, { rows, layout });
    } catch (error) {
      log.warn(
        { err: error, runId: work.id },
        'an older state could not be removed; the next start tries again',
      );
    }
  }

  function discard(target: { id: string; projectId: string }): void {
    if (rows.find(target.id)?.state === 'succeeded') return;
    try {
      discardRun(layout, target);
    } catch (error) {
      log.warn({ err: error, runId: target.id }, 'a run left files; the next start removes them');
    }
  }

  function launch(projectId: string, startedBy: string): { runId: string; taskId: string } {
    const { name } = projects.document(projectId);
    const runId = randomUUID();
    const task = tasks.start({
      kind: 'provision',
      title: `Provision ${name}`,
      input: { projectId, runId, startedBy },
      startedBy,
      subject: { type: 'project', id: projectId },
      lock: { name: `provision:${projectId}`, busy: 'This project is being provisioned already.' },
    });
    return { runId, taskId: task.id };
  }

  /** Ends rows whose task has ended without them: the store was full, or could not be reached. */
  function reconcile(): void {
    for (const { id, state, taskId } of rows.states()) {
      if (state !== 'running') continue;
      const task = findTask(taskId);
      if (task && task.finishedAt === null) continue;
      const { error } = task ?? {};
      rows.end(id, task?.state === 'failed' && error ? { state: 'failed', error } : interrupted);
    }
  }

  function findTask(taskId: string) {
    try {
      return tasks.get(taskId);
    } catch {
      return undefined;
    }
  }

  function need(runId: string): RunRow {
    const row = rows.find(runId);
    if (!row) throw notFound('This run');
    return row;
  }

  function changesOf(row: RunRow, previous: RunRow | undefined): RunChange[] {
    if (!previous || previous.document === row.document) return [];
    return compareProjects(readProjectFile(previous.document), readProjectFile(row.document));
  }

  return {
    /**
     * Validates the project and starts a run as a task.
     * @throws AppError NOT_FOUND, INVALID with the problems, CONFLICT when a run of the project is under way.
     */
    async start(projectId: string, startedBy: string): Promise<{ runId: string; taskId: string }> {
      await assertValid(projects.document(projectId).text, projects);
      return launch(projectId, startedBy);
    },
    runs: (filter: { projectId: string | null; limit: number }): RunSummary[] => rows.list(filter),
    /** A run, and what differs from the successful run of its project before it. */
    run(runId: string) {
      const row = need(runId);
      const summary = rows.summary(runId);
      if (!summary) throw notFound('This run');
      const previous = rows.lastSucceeded(row.projectId, { not: row.id, before: row.number });
      const { directory } = layout.run(row.projectId, row.id);
      return {
        run: summary,
        previousRunId: previous?.id ?? null,
        changes: changesOf(row, previous),
        workspace: existsSync(directory) ? directory : null,
      };
    },
    /** The newest run of a project, however it ended. `at` is when it began, in ms. */
    lastRun(projectId: string) {
      const row = rows.last(projectId);
      if (!row) return null;
      const { id, number, state, revision } = row;
      return { id, number, state, revision, at: row.startedAt };
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
      sweepRuns(rows, layout, log);
    },
  };
}
