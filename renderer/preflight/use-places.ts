import { useQuery } from '@tanstack/react-query';
import { orpc } from '../rpc/client';
import { useHost } from '../rpc/use-capabilities';
import type { Places } from './place-choices';

/** The hosts and deployments that there are, as far as the person may see them. */
export function usePlaces(): Places & { known: boolean } {
  const mayRead = useHost().actor.permissions.includes('deployments.read');
  const hosts = useQuery(orpc.hosts.list.queryOptions());
  const deployments = useQuery(orpc.deployments.list.queryOptions({ enabled: mayRead }));
  return {
    ...{ hosts: hosts.data ?? [], deployments: deployments.data ?? [] },
    known: !mayRead || !deployments.isPending,
  };
}
