import type { Foundation } from './app';
import { createContainersRouter } from './containers/router';
import { createContainers } from './containers/service';
import { createHostsRouter } from './hosts/router';
import { createHosts } from './hosts/service';
import type { Platform } from './platform/ports';

export type HostSide = ReturnType<typeof createHostSide>;

/** The part of the composition root for everything that happens on other machines. */
export function createHostSide({ secrets }: Platform, { store, redactor, files }: Foundation) {
  const hosts = createHosts({ store, secrets, redactor, grants: files });
  return {
    hosts,
    containers: createContainers(hosts.access),
    /** Closes every connection. What is left open there ends with it. */
    async dispose(): Promise<void> {
      hosts.dispose();
    },
  };
}

export const createHostRouters = ({ hosts, containers }: HostSide) => ({
  hosts: createHostsRouter(hosts),
  containers: createContainersRouter(containers),
});
