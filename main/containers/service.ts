import { createActions, type OfContainer } from './actions';
import type { Engines } from '../docker/engines';
import { watchLogs } from './log-watch';
import { type ContainerShell, isRunning, openShell, type ShellOptions } from './shell';
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
    openShell: (options: ShellOptions): Promise<ContainerShell> => openShell(engines, options),
    isRunning: (container: OfContainer): Promise<boolean> => isRunning(engines, container),
  };
}
