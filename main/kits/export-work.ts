import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import type { TaskContext, Tasks } from '../tasks/service';

/** What an export sees of being watched: it stops on the signal and tells how much is done, 0 to 1. */
export interface Watched {
  signal?: AbortSignal;
  onProgress?: (value: number) => void;
}

export type ExportWork = ReturnType<typeof createExportWork>;

/** A kit takes some 30 ms; up to this many are done before a person would look for progress. */
const fewKits = 20;

/**
 * Runs exports of many kits as tasks, so that they show progress and can be cancelled; a few are just done.
 * What an export answers (a password) stays in memory: the task's row never holds it, and for the same reason
 * the task cannot be run again.
 */
export function createExportWork(tasks: Pick<Tasks, 'define' | 'start' | 'wait'>) {
  const waiting = new Map<string, (context: TaskContext) => Promise<void>>();

  tasks.define({
    kind: 'kits.export',
    permission: 'kits.export',
    input: z.object({ exportId: z.string() }),
    once: true,
    async run({ exportId }, context) {
      await waiting.get(exportId)?.(context);
    },
  });

  return async function runExport<T>(
    about: { title: string; kits: number; startedBy: string },
    work: (watched: Watched) => Promise<T>,
  ): Promise<T> {
    if (about.kits <= fewKits) return work({});
    const exportId = randomUUID();
    let answer: { value: T } | undefined;
    let failure: unknown;
    waiting.set(exportId, async (context) => {
      context.stage(about.title, 0, 1);
      try {
        answer = { value: await work({ signal: context.signal, onProgress: context.progress }) };
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    try {
      const { title, startedBy } = about;
      const { id } = tasks.start({ kind: 'kits.export', title, input: { exportId }, startedBy });
      const { state } = await tasks.wait(id);
      if (answer) return answer.value;
      if (failure && state === 'failed') throw failure;
      throw new AppError('CANCELLED', 'The export was cancelled.', { hint: 'Nothing was written.' });
    } finally {
      waiting.delete(exportId);
    }
  };
}
