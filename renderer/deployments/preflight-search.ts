import type { Deployment } from '../../preload/contract/deployments';
import { isRunning } from './words';

/** What the page of checks is opened with, so that it looks from where this kit is. */
export function preflightSearch(deployment: Deployment, all: readonly Deployment[]) {
  const { kitId, place, projectId, type } = deployment;
  const server = all.find((each) => each.projectId === projectId && each.type === 'server');
  return {
    ...{ kit: kitId, host: place.hostId },
    ...(place.kind === 'container'
      ? { container: place.name }
      : { directory: place.directory, python: place.python ?? undefined }),
    ...(type === 'server'
      ? { purpose: isRunning(deployment) ? ('connect' as const) : ('start' as const) }
      : { server: server?.place.hostId }),
  };
}
