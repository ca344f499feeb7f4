import { createActions, type OfContainer } from './actions';
import type { Engines } from '../docker/engines';
import { type ExecSession, openExec } from './exec';
import { watchLogs } from './log-watch';
import { createBells, watchContainers } from './watch';

export type Containers = ReturnType<typeof createContainers>;

/** The containers of all hosts. Nothing of them is kept: the engines know. */
export function createContainers({ engines }: { engines: Engines }) {
  const bells = createBells();
  return {
    ...createActions({ engines, bells }),
    watch: (hostIds: string[] | null, signal?: AbortSignal) =>
      watchContainers({ engines, bells, hostIds: hostIds ?? engines.allIds(), signal }),
    logs: (input: { containers: OfContainer[]; tail: number }, signal?: AbortSignal) =>
      watchLogs({ engines, ...input, signal }),
    /** For terminals. */
    openExec: (
      input: OfContainer & { command: string[]; cols: number; rows: number },
    ): Promise<ExecSession> => openExec(engines, input),
  };
}
