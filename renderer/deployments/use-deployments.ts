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

/** Hosts are asked every few seconds while the page is open; with it, the last look grows old. */
const freshMs = 15_000;
const seen = new Map<string, { at: number; state: DeploymentState }>();

/**
 * How it is as its host said just now; null when nobody looks. The list alone does not tell: what it keeps is from when
 * something changed, and the clock of its machine may be another one.
 */
export function seenLately({ id }: Pick<Deployment, 'id'>): DeploymentState | null {
  const last = seen.get(id);
  return last && Date.now() - last.at < freshMs ? last.state : null;
}

/** A page that was only just opened has a look on its way, which is waited for; a host that is slow is not. */
const momentMs = 5000;

export async function untilSeen(some: Pick<Deployment, 'id'>[]): Promise<void> {
  const until = Date.now() + momentMs;
  while (Date.now() < until && some.some((each) => seenLately(each) === null))
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function show(deploymentId: string, state: DeploymentState): void {
  seen.set(deploymentId, { at: Date.now(), state });
  queryClient.setQueryData(options().queryKey, (all: Deployment[] | undefined) =>
    all?.map((each) => (each.id === deploymentId ? { ...each, state } : each)),
  );
}

export const refreshDeployments = (): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: orpc.deployments.list.key() });
