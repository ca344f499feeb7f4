import { useQuery } from '@tanstack/react-query';
import { waitsForPerson } from '../../preload/contract/host-problems';
import type { Host, HostConnection } from '../../preload/contract/hosts';
import { client, orpc } from './client';
import { queryClient } from './query-client';
import { useStream } from './use-stream';

const options = () => orpc.hosts.list.queryOptions();

/** All hosts, with their connections as they are now. */
export function useHosts() {
  const hosts = useQuery(options());
  useStream({
    key: 'hosts.watch',
    open: (signal) => client.hosts.watch(undefined, { signal }),
    onEvent: (event) => {
      if (event.type === 'snapshot') for (const change of event.connections) show(change);
      else show(event);
    },
  });
  return hosts;
}

/**
 * Whether it could not be connected to only because it waits for a person. Watched while that is shown: what a page has
 * of its hosts may be from before they failed.
 */
export function useWaitsForPerson(hostId: string): boolean {
  const { data } = useHosts();
  const host = data?.find(({ id }) => id === hostId);
  return host !== undefined && waitsForPerson(host);
}

function show({ hostId, connection }: { hostId: string; connection: HostConnection }): void {
  queryClient.setQueryData(options().queryKey, (hosts: Host[] | undefined) =>
    hosts?.map((host) => (host.id === hostId ? { ...host, connection } : host)),
  );
}

/** Reads the hosts again after something was done with them. */
export const refreshHosts = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: orpc.hosts.list.key() });
