import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Permission } from '../../preload/contract/meta';
import type { Task } from '../../preload/contract/tasks';
import { AppError } from '../errors';
import type { StartTask, TaskContext, Tasks } from './service';

type Request = Omit<StartTask, 'kind' | 'input'>;
type Work<T> = (context: TaskContext) => Promise<T>;

/**
 * Work whose input or answer is secret: it runs as a task, for progress, cancelling and locks, but what it knows
 * stays in memory. The task's row holds none of it, and so the task cannot be run again.
 */
export function createMemoryWork(
  tasks: Pick<Tasks, 'define' | 'start' | 'wait'>,
  { kind, permission }: { kind: string; permission: Permission },
) {
  const waiting = new Map<string, Work<unknown>>();
  tasks.define({
    kind,
    permission,
    input: z.object({ workId: z.string() }),
    once: true,
    async run({ workId }, context) {
      const work = waiting.get(workId);
      waiting.delete(workId);
      return work?.(context);
    },
  });

  /** @throws AppError CONFLICT when another task has its lock */
  function start(request: Request, work: Work<unknown>): Task {
    const workId = randomUUID();
    waiting.set(workId, work);
    try {
      return tasks.start({ ...request, kind, input: { workId } });
    } catch (error) {
      waiting.delete(workId);
      throw error;
    }
  }

  return {
    start,
    /**
     * Runs it to its end and gives its answer, which the task's row does not get.
     * @throws what it throws; AppError CANCELLED, in the words of `cancelled`
     */
    async answer<T>(
      request: Request & { cancelled: [message: string, hint: string] },
      work: Work<T>,
    ): Promise<T> {
      const { cancelled, ...rest } = request;
      let answer: { value: T } | undefined;
      let failure: { error: unknown } | undefined;
      const { id } = start(rest, async (context) => {
        try {
          answer = { value: await work(context) };
        } catch (error) {
          failure = { error };
          throw error;
        }
      });
      const { state } = await tasks.wait(id);
      if (answer) return answer.value;
      // Its row may go on saying that it runs, where its end could not be written.
      if (failure && state !== 'cancelled') throw failure.error;
      throw new AppError('CANCELLED', cancelled[0], { hint: cancelled[1] });
    },
  };
}
