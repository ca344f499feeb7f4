import { toAppError } from '../errors';
import type { TaskContext } from '../tasks/service';

/** With a connection that has to be made anew, and the look for its Python. */
const againMs = 2 * 60_000;

/**
 * Starts again what was stopped for something that then failed. Never rejects: what failed is what is told, and this
 * has its lines in the log. It happens after a cancellation too, so that the start hears nothing of that.
 */
export async function startAgain(
  start: (task: TaskContext) => Promise<unknown>,
  task: TaskContext,
): Promise<void> {
  try {
    await start({ ...task, signal: AbortSignal.timeout(againMs) });
    task.log('What ran before was started again.');
  } catch (error) {
    task.log(`What ran before could not be started again: ${toAppError(error)?.message ?? String(error)}`);
  }
}
