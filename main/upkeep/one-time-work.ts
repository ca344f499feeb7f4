import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import type { TaskContext, Tasks } from '../tasks/service';
import { upkeepLock } from './parts';

/**
 * Work whose input or answer holds a passphrase: it runs as a task, for progress, cancelling and the lock, but
 * what it knows stays in memory. The task's row holds none of it, and so the task cannot be run again.
 */
export function createOneTimeWork(tasks: Pick<Tasks, 'define' | 'start' | 'wait'>, kind: string) {
  const waiting = new Map<string, (context: TaskContext) => Promise<unknown>>();
  tasks.define({
    kind,
    permission: 'upkeep.manage',
    input: z.object({ workId: z.string() }),
    once: true,
    async run({ workId }, context) {
      const work = waiting.get(workId);
      waiting.delete(workId);
      return work?.(context);
    },
  });

  /** @throws AppError CONFLICT when other upkeep is under way. */
  function start(title: string, startedBy: string, work: (context: TaskContext) => Promise<unknown>): string {
    const workId = randomUUID();
    waiting.set(workId, work);
    try {
      return tasks.start({ kind, title, input: { workId }, startedBy, lock: upkeepLock }).id;
    } catch (error) {
      waiting.delete(workId);
      throw error;
    }
  }

  return {
    start,
    /** Runs it to its end and gives its answer, which the task's row does not get. */
    async answer<T>(
      title: string,
      startedBy: string,
      work: (context: TaskContext) => Promise<T>,
    ): Promise<T> {
      let answer: { value: T } | undefined;
      let failure: { error: unknown } | undefined;
      const taskId = start(title, startedBy, async (context) => {
        try {
          answer = { value: await work(context) };
        } catch (error) {
          failure = { error };
          throw error;
        }
      });
      const { state } = await tasks.wait(taskId);
      if (answer) return answer.value;
      if (failure && state === 'failed') throw failure.error;
      throw new AppError('CANCELLED', `${title}: this was cancelled.`, { hint: 'Nothing was written.' });
    },
  };
}
