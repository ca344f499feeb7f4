import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import { isWhole } from '../../preload/contract/provisioning';
import type { CleanPolicy } from '../../preload/contract/upkeep';
import type { Db } from '../db/open';
import { handoverRows, isCurrentKit, kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import type { Layout } from '../provisioning/layout';
import { rotationRows, runRows } from '../provisioning/tables';
import { taskRows } from '../tasks/tables';

/** What only reads: the store itself, or one of its transactions. */
type Reading = Pick<Db, 'select' | 'selectDistinct'>;

export interface OldRun {
  id: string;
  projectId: string;
  projectName: string;
  number: number;
  state: string;
  taskId: string;
  startedAt: number;
}

/**
 * The runs that may go: older than the newest `keepRuns` succeeded ones of their project, and no kit of theirs
 * was handed over or is still the current one. The newest succeeded run, whose state holds the CA, is never among
 * them; nor is the newest of everything, without which kits from before it would look current; nor one that a
 * rotation of the CA which is under way may go back to; nor a run whose directory holds a state for another reason,
 * nor one that is under way.
 */
export function findOldRuns(db: Reading, layout: Layout, keepRuns: number): OldRun[] {
  const rows = db
    .select({
      ...{ id: runRows.id, projectId: runRows.projectId, projectName: projectRows.name },
      ...{
        number: runRows.number,
        state: runRows.state,
        scope: runRows.scope,
        taskId: runRows.taskId,
        startedAt: runRows.startedAt,
      },
    })
    .from(runRows)
    .innerJoin(projectRows, eq(projectRows.id, runRows.projectId))
    .orderBy(asc(projectRows.name), desc(runRows.number))
    .all();
  const out = new Set(
    db
      .selectDistinct({ runId: kitRows.runId })
      .from(kitRows)
      .innerJoin(handoverRows, eq(handoverRows.kitId, kitRows.id))
      .all()
      .map(({ runId }) => runId),
  );
  const needed = new Set(findCurrentRuns(db).map(({ runId }) => runId));
  const rotations = findRotations(db);
  const kept = new Map<string, number>();
  const whole = new Set<string>();
  return rows.filter((run) => {
    const newer = kept.get(run.projectId) ?? 0;
    const succeeded = run.state === 'succeeded';
    const lastWhole = succeeded && isWhole(run.scope) && !whole.has(run.projectId);
    if (lastWhole) whole.add(run.projectId);
    if (succeeded) kept.set(run.projectId, newer + 1);
    return (
      newer >= Math.max(1, keepRuns) &&
      run.state !== 'running' &&
      !lastWhole &&
      run.number > (rotations.get(run.projectId) ?? 0) &&
      !needed.has(run.id) &&
      !out.has(run.id) &&
      !existsSync(layout.run(run.projectId, run.id).state)
    );
  });
}

/** The runs that made a kit which is still the current one of its participant. */
export const findCurrentRuns = (db: Reading): { projectId: string; runId: string }[] =>
  db
    .selectDistinct({ projectId: runRows.projectId, runId: kitRows.runId })
    .from(kitRows)
    .innerJoin(runRows, eq(runRows.id, kitRows.runId))
    .where(isCurrentKit)
    .all();

/** By project, the number of the run that made the new CA of the rotation under way. */
const findRotations = (db: Reading): Map<string, number> =>
  new Map(
    db
      .select({ projectId: rotationRows.projectId, number: runRows.number })
      .from(rotationRows)
      .innerJoin(runRows, eq(runRows.id, rotationRows.newRunId))
      .where(isNull(rotationRows.endedAt))
      .all()
      .map(({ projectId, number }) => [projectId, number]),
  );

/** Finished tasks older than the policy wants; those of a run that stays keep its log with it. */
export function findOldTasks(db: Reading, logDays: CleanPolicy['logDays'], now: number): { id: string }[] {
  const before = now - logDays * 86_400_000;
  const ofRuns = new Set(
    db
      .select({ taskId: runRows.taskId })
      .from(runRows)
      .all()
      .map(({ taskId }) => taskId),
  );
  return db
    .select({ id: taskRows.id })
    .from(taskRows)
    .where(and(isNotNull(taskRows.finishedAt), lt(taskRows.finishedAt, before)))
    .all()
    .filter(({ id }) => !ofRuns.has(id));
}

/** Logs of tasks that the store does not know, such as of those before a backup was restored. */
export function findStrayLogs(db: Reading, folder: string): string[] {
  const ids = namesIn(folder).flatMap((name) =>
    name.endsWith('.log') ? [name.slice(0, -'.log'.length)] : [],
  );
  const known = new Set<string>();
  // SQLite takes so many values in one question.
  for (let at = 0; at < ids.length; at += 500)
    for (const { id } of db
      .select({ id: taskRows.id })
      .from(taskRows)
      .where(inArray(taskRows.id, ids.slice(at, at + 500)))
      .all())
      known.add(id);
  return ids.filter((id) => !known.has(id));
}

export interface Stranger {
  projectId: string;
  runId: string;
  directory: string;
  projectName: string | null;
  holdsCa: boolean;
}

/** Directories of runs that the store does not know: from before a backup was restored. */
export function findStrangers(db: Reading, layout: Layout): Stranger[] {
  // The names before the rows: a run has its row before its directory.
  const found = namesIn(layout.projects).flatMap((projectId) =>
    namesIn(layout.runsOf(projectId)).map((runId) => ({ projectId, runId })),
  );
  const known = new Set(
    db
      .select({ id: runRows.id })
      .from(runRows)
      .all()
      .map(({ id }) => id),
  );
  return found
    .filter(({ runId }) => !known.has(runId))
    .map(({ projectId, runId }) => {
      const { directory, state } = layout.run(projectId, runId);
      const name = db
        .select({ name: projectRows.name })
        .from(projectRows)
        .where(eq(projectRows.id, projectId))
        .get()?.name;
      return { projectId, runId, directory, projectName: name ?? null, holdsCa: namesIn(state).length > 0 };
    });
}

export const taskLog = (folder: string, taskId: string): string => path.join(folder, `${taskId}.log`);

const namesIn = (directory: string): string[] => (existsSync(directory) ? readdirSync(directory) : []);
