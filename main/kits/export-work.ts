import { createMemoryWork } from '../tasks/memory-work';
import type { Tasks } from '../tasks/service';

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
 * What an export answers may be a password.
 */
export function createExportWork(tasks: Pick<Tasks, 'define' | 'start' | 'wait'>) {
  const inMemory = createMemoryWork(tasks, { kind: 'kits.export', permission: 'kits.export' });

  return function runExport<T>(
    about: { title: string; kits: number; startedBy: string },
    work: (watched: Watched) => Promise<T>,
  ): Promise<T> {
    if (about.kits <= fewKits) return work({});
    const { title, startedBy } = about;
    const cancelled: [string, string] = ['The export was cancelled.', 'Nothing was written.'];
    return inMemory.answer({ title, startedBy, cancelled }, (context) => {
      context.stage(title, 0, 1);
      return work({ signal: context.signal, onProgress: context.progress });
    });
  };
}
