import type { HostAccess } from '../hosts/host-access';
import { type ActionParts, createActions, type OfContainer } from './actions';
import { watchLogs } from './log-watch';
import { createEngineFacts } from './engine-facts';
import { type ContainerShell, isRunning, openShell, type ShellOptions } from './shell';
import { createBells, watchContainers } from './watch';

export type Containers = ReturnType<typeof createContainers>;

/** The containers of all hosts. Nothing of them is kept: the engines know. */
export function createContainers({
  engines,
  access,
  explainStart,
}: Pick<ActionParts, 'engines' | 'explainStart'> & { access: Pick<HostAccess, 'exec' | 'need'> }) {
  const bells = createBells();
  const facts = createEngineFacts(engines);
  return {
    ...createActions({ engines, bells, explainStart }),
    watch: (hostIds: string[] | null, signal?: AbortSignal) =>
      watchContainers({ engines, facts, access, bells, hostIds: hostIds ?? engines.allIds(), signal }),
    logs: (input: { containers: OfContainer[]; tail: number; stay?: boolean }, signal?: AbortSignal) =>
      watchLogs({ engines, ...input, signal }),
    /** Something has changed on a host: whoever looks at it looks again. */
    changed: bells.ring,
    /** For terminals. */
    openShell: (options: ShellOptions): Promise<ContainerShell> => openShell(engines, options),
    isRunning: (container: OfContainer): Promise<boolean> => isRunning(engines, container),
  };
}
