import type { Log } from '../logs/log';
import type { Instance } from './instance';
import type { Kinds } from './kinds';
import type { Runner } from './runner';
import type { TaskRow } from './task-row';
import type { TaskStore } from './task-store';

const interrupted = {
  code: 'CANCELLED' as const,
  message: 'Fedwright ended before this was done.',
  data: { hint: 'Run it again. Nothing half-made was kept.' },
};

/** So often clean-up is tried before a task ends without: one that no clean-up suits must not hold its lock for good. */
const mostTries = 3;

/**
 * Has the kind of what a dead process left running clean up, and then marks it as interrupted: in that order, so
 * that what could not be cleaned up, or the end of this process, leaves a task that is looked at again.
 */
export function createRecovery(parts: {
  rows: TaskStore;
  kinds: Kinds;
  runner: Pick<Runner, 'isRunning'>;
  instance: Instance;
  log: Log;
}): () => void {
  const { rows, kinds, runner, instance, log } = parts;
  const failures = new Map<string, number>();
  // One of our own that no longer runs: its end could not be stored at the time (a full disk), or it is a dead
  // process's that was taken over and could not be cleaned up yet.
  const isLost = (row: TaskRow): boolean =>
    row.instanceId === instance.id ? !runner.isRunning(row.id) : !instance.isAlive(row.instanceId);

  function cleanUp(row: TaskRow): void {
    try {
      kinds.find(row.kind)?.interrupted?.(row.input, row.id);
    } catch (error) {
      const failed = (failures.get(row.id) ?? 0) + 1;
      failures.set(row.id, failed);
      if (failed < mostTries) throw error;
      log.error({ err: error, taskId: row.id }, 'what an interrupted task left could not be cleaned up');
    }
  }

  return () => {
    for (const row of rows.unfinished().filter(isLost)) {
      try {
        if (rows.endLate(row.id)) continue;
        // Its process may have ended it in this very moment, or another one may have been here first.
        if (!rows.takeOver(row, instance.id)) continue;
        cleanUp(row);
        rows.end(row.id, { state: 'interrupted', finishedAt: Date.now(), error: interrupted });
        failures.delete(row.id);
      } catch (error) {
        log.error(
          { err: error, taskId: row.id },
          'an interrupted task could not be put right; it is tried again',
        );
      }
    }
  };
}
