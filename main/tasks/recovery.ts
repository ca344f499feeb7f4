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

/** Marks what a dead process left running as interrupted, and has its kind clean up. */
export function createRecovery(parts: {
  rows: TaskStore;
  kinds: Kinds;
  runner: Pick<Runner, 'isRunning'>;
  instance: Instance;
  log: Log;
}): () => void {
  const { rows, kinds, runner, instance, log } = parts;
  // One of our own that no longer runs: its end could not be stored at the time (a full disk).
  const isLost = (row: TaskRow): boolean =>
    row.instanceId === instance.id ? !runner.isRunning(row.id) : !instance.isAlive(row.instanceId);

  return () => {
    for (const row of rows.unfinished().filter(isLost)) {
      try {
        if (rows.endLate(row.id)) continue;
        const ended = { state: 'interrupted' as const, finishedAt: Date.now(), error: interrupted };
        // Its process may have ended it in this very moment, or another one may have been here first.
        if (!rows.end(row.id, ended)) continue;
        kinds.find(row.kind)?.interrupted?.(row.input, row.id);
      } catch (error) {
        log.error(
          { err: error, taskId: row.id },
          'an interrupted task could not be put right; it is tried again',
        );
      }
    }
  };
}
