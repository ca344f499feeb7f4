import type { Foundation } from './app';
import { createHostsRouter } from './hosts/router';
import { createHosts } from './hosts/service';
import type { Platform } from './platform/ports';
import { createTerminalsRouter } from './terminals/router';
import { createTerminals } from './terminals/service';
import { createSshTargets } from './terminals/ssh-target';

export type HostSide = ReturnType<typeof createHostSide>;

/** The part of the composition root for everything that happens on other machines. */
export function createHostSide({ secrets }: Platform, { store, redactor, files }: Foundation) {
  const hosts = createHosts({ store, secrets, redactor, grants: files });
  const terminals = createTerminals({
    targets: { host: createSshTargets({ hold: hosts.access.hold, watch: hosts.watch }) },
  });
  return {
    hosts,
    terminals,
    /** Closes every connection. What is left open there ends with it. */
    async dispose(): Promise<void> {
      terminals.dispose();
      hosts.dispose();
    },
  };
}

export const createHostRouters = ({ hosts, terminals }: HostSide) => ({
  hosts: createHostsRouter(hosts),
  terminals: createTerminalsRouter(terminals),
});
