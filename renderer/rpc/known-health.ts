import { useQuery } from '@tanstack/react-query';
import type { HostHealth } from '../../preload/contract/hosts';
import { orpc } from './client';
import { queryClient } from './query-client';

/** Only what is known here is read again: no host is asked. */
const everyMs = 5000;

/** How each host was at the last look, by its id. */
export function useKnownHealth(): ReadonlyMap<string, HostHealth> {
  const { data } = useQuery(
    orpc.hosts.allKnownHealth.queryOptions({ refetchInterval: everyMs, select: toMap }),
  );
  return data ?? none;
}

const none: ReadonlyMap<string, HostHealth> = new Map();

const toMap = (all: { hostId: string; health: HostHealth }[]): ReadonlyMap<string, HostHealth> =>
  new Map(all.map(({ hostId, health }) => [hostId, health]));

/** Reads again what is known, after a look. */
export async function refreshKnownHealth(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: orpc.hosts.allKnownHealth.key() }),
    queryClient.invalidateQueries({ queryKey: orpc.hosts.knownHealth.key() }),
  ]);
}
