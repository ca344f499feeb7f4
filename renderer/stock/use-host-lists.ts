import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { needsPerson } from '../../preload/contract/host-problems';
import { type ErrorReport, toProblem } from '../rpc/errors';
import { isUnfinished, useTaskStore } from '../shell/task-store';

const lookAgainMs = 15_000;

/** What is known of one host: the last list stays while the host is asked again, or does not answer. */
export interface HostList<T> {
  host: Host;
  items: T[];
  /** Before the first answer. */
  asking: boolean;
  error: ErrorReport | null;
  retry: () => void;
}

/** One row for each thing of each host. */
export type OfHost<T> = T & {
  hostId: string;
  hostName: string;
  /** The host does not answer now: this is how it was. */
  stale: boolean;
};

type Subject = 'images' | 'volumes' | 'volume-sizes' | 'networks';

/**
 * Asks each host by itself, so that none waits for another. What was seen before is shown at once and asked for again,
 * then every few seconds while the page is open.
 */
export function useHostLists<T>(
  subject: Subject,
  hosts: Host[],
  ask: (hostId: string, signal: AbortSignal) => Promise<T[]>,
  everyMs = lookAgainMs,
): HostList<T>[] {
  const results = useQueries({
    queries: hosts.map(({ id }) => ({
      queryKey: [['stock', subject], id],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(id, signal),
      ...{ staleTime: 2000, retry: false },
      refetchInterval: ({ state }: { state: { error: Error | null } }) =>
        state.error !== null && needsPerson(toProblem(state.error).reason) ? (false as const) : everyMs,
    })),
  });
  return hosts.map((host, index) => {
    const result = results[index];
    return {
      ...{ host, items: result?.data ?? [], asking: result?.isPending ?? true },
      error: result?.error ? toProblem(result.error) : null,
      retry: () => void result?.refetch(),
    };
  });
}

/** All of them in one list. */
export const rowsOf = <T>(lists: HostList<T>[]): OfHost<T>[] =>
  lists.flatMap(({ host, items, error }) =>
    items.map((item) => ({ ...item, hostId: host.id, hostName: host.name, stale: error !== null })),
  );

/** The host that a dialog begins with: one that answers. */
export const firstAnswering = <T>(lists: HostList<T>[]): string | null =>
  lists.find(({ asking, error }) => !asking && error === null)?.host.id ?? null;

/** Has one host asked again, or all, for all subjects: what changes one often changes another. */
export function useRefreshStock(): (hostId?: string) => Promise<void> {
  const queries = useQueryClient();
  return (hostId) =>
    queries.invalidateQueries({
      predicate: ({ queryKey: [path, id] }) =>
        Array.isArray(path) && path[0] === 'stock' && (hostId === undefined || id === hostId),
    });
}

/** Asks again when long work with images, or a clean-up, has ended. */
export function useRefreshAfterTasks(): void {
  const refresh = useRefreshStock();
  const again = useEffectEvent(() => void refresh());
  const ended = useTaskStore(
    (s) => Object.values(s.tasks).filter((task) => isOfStock(task.kind) && !isUnfinished(task)).length,
  );
  useEffect(() => again(), [ended]);
}

const isOfStock = (kind: string): boolean => kind.startsWith('images.') || kind.startsWith('cleanUp.');
