import { useQuery } from '@tanstack/react-query';
import type { Deployment, DeploymentState } from '../../preload/contract/deployments';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { useStream } from '../rpc/use-stream';

const options = () => orpc.deployments.list.queryOptions();

/** All deployments, each as its host says it is while the page is open. */
export function useDeployments() {
  const deployments = useQuery(options());
  const { data } = deployments;
  // A host that gets its first one is watched from then on; one that needed a person is asked again after a reload.
  useStream({
    key: 'deployments.watch',
    enabled: (data?.length ?? 0) > 0,
    open: (signal) => client.deployments.watch(undefined, { signal }),
    onEvent: ({ states }) => {
      for (const { deploymentId, state } of states) show(deploymentId, state);
    },
  });
  return deployments;
}

function show(deploymentId: string, state: DeploymentState): void {
  queryClient.setQueryData(options().queryKey, (all: Deployment[] | undefined) =>
    all?.map((each) => (each.id === deploymentId ? { ...each, state } : each)),
  );
}

export const refreshDeployments = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: orpc.deployments.list.key() });
