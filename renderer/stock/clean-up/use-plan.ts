import { useQueries } from '@tanstack/react-query';
import type { CleanUpEntry, CleanUpPlan, CleanUpRules } from '../../../preload/contract/clean-up';
import type { Host } from '../../../preload/contract/hosts';
import { client } from '../../rpc/client';
import { toProblem } from '../../rpc/errors';
import type { HostList, OfHost } from '../use-host-lists';

export interface Asked {
  rules: CleanUpRules;
  hostIds: readonly string[];
  /** Which plan it is: each is made anew. */
  number: number;
}

export type PlanRow = OfHost<CleanUpEntry>;

/** Has each host look by itself; their plans come as they are ready. */
export function usePlan(asked: Asked | null, hosts: Host[]) {
  const chosen = hosts.filter(({ id }) => asked?.hostIds.includes(id) ?? false);
  const results = useQueries({
    queries: chosen.map(({ id }) => ({
      queryKey: [['stock', 'plan'], id, asked?.number],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<CleanUpPlan> =>
        client.cleanUp.plan({ hostId: id, rules: asked?.rules ?? {} }, { signal }),
      // A plan is of its time: what it says is checked when something is removed.
      ...{ staleTime: Infinity, gcTime: 0, retry: false },
    })),
  });
  const lists: HostList<CleanUpEntry>[] = chosen.map((host, index) => {
    const result = results[index];
    return {
      ...{ host, items: result?.data?.entries ?? [], asking: result?.isFetching ?? true },
      error: result?.error ? toProblem(result.error) : null,
      retry: () => void result?.refetch(),
    };
  });
  const kept = results.flatMap(({ data }) => data?.kept ?? []);
  return { lists, kept };
}
