import { toAppError } from '../errors';
import { abortable } from '../process/abortable';
import { appEnds } from '../tasks/run-task';
import type { TaskContext } from '../tasks/service';

/** With a connection that has to be made anew, and the look for its Python. */
const againMs = 2 * 60_000;
/** Of an app that ends nothing is to be seen any more, and the next start of it waits for that. */
const atEndMs = 15_000;

/**
 * Starts again what was stopped for something that then failed. Never rejects: what failed is what is told, and this
 * has its lines in the log. It happens after a cancellation too, so that the start hears nothing of that.
 */
export async function startAgain(
  start: (task: TaskContext) => Promise<unknown>,
  task: TaskContext,
): Promise<void> {
  try {
    const limitMs = task.signal.reason === appEnds ? atEndMs : againMs;
    const signal = AbortSignal.timeout(limitMs);
    await abortable(start({ ...task, signal }), signal);
    task.log('What ran before was started again.');
  } catch (error) {
    task.log(`What ran before could not be started again: ${toAppError(error)?.message ?? String(error)}`);
  }
}
