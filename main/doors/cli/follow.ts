import type { Task } from '../../../preload/contract/tasks';
import { AppError } from '../../errors';
import type { Output } from './output';
import type { Session } from './session';

/**
 * Shows a task's log until it ends, and resolves to it when it succeeded. Ctrl-C cancels the task and waits
 * until it has cleaned up.
 * @throws AppError the task's own error, or CANCELLED.
 */
export async function followTask(
  { app, client, signal }: Session,
  taskId: string,
  out: Output,
): Promise<Task> {
  const cancel = () => {
    out.say('Cancelling…');
    // It may have ended in this moment; then there is nothing to cancel.
    client.tasks.cancel({ taskId }).catch(() => undefined);
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    for await (const { text } of await client.tasks.log({ taskId })) out.sayText(text);
    return assertSucceeded(await app.tasks.wait(taskId));
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function assertSucceeded(task: Task): Task {
  if (task.state === 'succeeded') return task;
  if (task.error && task.state === 'failed') throw toError(task.error);
  throw new AppError('CANCELLED', `${task.title}: this was cancelled.`, {
    hint: 'Nothing half-made was kept. Run it again when you like.',
  });
}

const known = ['INVALID', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE', 'STORAGE'] as const;

/** A stored error's code is text; one that this version does not know is a failure all the same. */
function toError({ code, message, data }: NonNullable<Task['error']>): AppError {
  return new AppError(known.find((each) => each === code) ?? 'INTERNAL', message, data);
}
