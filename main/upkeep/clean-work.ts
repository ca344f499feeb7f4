import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import type { CleanItem, CleanPolicy } from '../../preload/contract/upkeep';
import { withPathProblems } from '../files/path-problem';
import { runRows } from '../provisioning/tables';
import type { TaskContext } from '../tasks/service';
import { taskRows } from '../tasks/tables';
import { findOldRuns, findOldTasks, findStrangers, findStrayLogs, taskLog } from './clean-candidates';
import { type CleanParts, oldCopies, planCleaning, strayKeyId } from './clean-plan';
import { findStrayKeys } from './stray-keys';

/**
 * Removes what was chosen of a plan. Each thing is looked at again in the moment it goes: what is no longer
 * allowed to go, as a kit was handed over meanwhile, stays.
 */
export async function clean(
  parts: CleanParts,
  { ids, ...policy }: CleanPolicy & { ids: string[] },
  context: TaskContext,
): Promise<{ removed: number; freedBytes: number; kept: number }> {
  const wanted = new Set(ids);
  const items = (await planCleaning(parts, policy)).filter(({ id }) => wanted.has(id));
  let freedBytes = 0;
  let removed = 0;
  context.stage('Remove what was chosen', 0, 1);
  for (const [index, item] of items.entries()) {
    context.signal.throwIfAborted();
    const gone = await withPathProblems(async () => removeItem(parts, item, policy));
    context.log(`${gone ? 'Removed' : 'Kept'}: ${item.title}`);
    context.progress((index + 1) / items.length);
    if (!gone) continue;
    removed += 1;
    freedBytes += item.sizeBytes;
  }
  return { removed, freedBytes, kept: wanted.size - removed };
}

function removeItem(parts: CleanParts, item: CleanItem, policy: CleanPolicy): boolean {
  if (item.kind === 'run') return removeRun(parts, item.id.slice('run:'.length), policy);
  if (item.kind === 'logs') return removeLogs(parts, policy);
  if (item.kind === 'copies') return removeCopies(parts);
  return removeStranger(parts, item.id.slice('unknown:'.length)) || removeStrayKey(parts, item.id);
}

/**
 * The row, the files and the log of one run. The directory is renamed away inside the transaction that looks and
 * removes the row: no other process can hand a kit of it over in between.
 */
function removeRun({ db, layout, taskLogs }: CleanParts, runId: string, { keepRuns }: CleanPolicy): boolean {
  const run = findOldRuns(db, layout, keepRuns).find(({ id }) => id === runId);
  if (!run) return false;
  const { directory } = layout.run(run.projectId, runId);
  const away = path.join(layout.staging, randomUUID());
  const allowed = backIfFailed(away, directory, () =>
    db.transaction(
      (transaction) => {
        if (!findOldRuns(transaction, layout, keepRuns).some(({ id }) => id === runId)) return false;
        transaction.delete(runRows).where(eq(runRows.id, runId)).run();
        transaction.delete(taskRows).where(eq(taskRows.id, run.taskId)).run();
        takeAway(directory, away);
        return true;
      },
      { behavior: 'immediate' },
    ),
  );
  if (!allowed) return false;
  rmSync(away, { recursive: true, force: true });
  rmSync(taskLog(taskLogs, run.taskId), { force: true });
  return true;
}

function removeLogs({ db, taskLogs }: CleanParts, { logDays }: CleanPolicy): boolean {
  for (const { id } of findOldTasks(db, logDays, Date.now())) {
    rmSync(taskLog(taskLogs, id), { force: true });
    db.delete(taskRows).where(eq(taskRows.id, id)).run();
  }
  for (const id of findStrayLogs(db, taskLogs)) rmSync(taskLog(taskLogs, id), { force: true });
  return true;
}

function removeCopies({ backups }: CleanParts): boolean {
  for (const file of oldCopies(backups)) rmSync(file, { force: true });
  return true;
}

function removeStranger({ db, layout }: CleanParts, place: string): boolean {
  const stranger = findStrangers(db, layout).find(
    ({ projectId, runId }) => `${projectId}/${runId}` === place,
  );
  if (!stranger) return false;
  const away = path.join(layout.staging, randomUUID());
  takeAway(stranger.directory, away);
  rmSync(away, { recursive: true, force: true });
  return true;
}

/** No task can begin to make it between the look and its removal, as that would be a row of the store. */
function removeStrayKey({ db, layout }: CleanParts, itemId: string): boolean {
  const away = path.join(layout.staging, randomUUID());
  const found = db.transaction(
    (transaction) => {
      const stray = findStrayKeys(transaction, layout).find((one) => strayKeyId(one) === itemId);
      if (stray) takeAway(stray.directory, away);
      return stray !== undefined;
    },
    { behavior: 'immediate' },
  );
  if (found) rmSync(away, { recursive: true, force: true });
  return found;
}

/** One step: what is cut short later leaves nothing that looks like a run, and is swept at the next start. */
function takeAway(directory: string, away: string): void {
  mkdirSync(path.dirname(away), { recursive: true, mode: 0o700 });
  if (existsSync(directory)) renameSync(directory, away);
}

/** A row that could not be removed after all keeps its files. */
function backIfFailed<T>(away: string, directory: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (existsSync(away)) renameSync(away, directory);
    throw error;
  }
}
