import path from 'node:path';
import type { Foundation } from './app';
import { createFileSide } from './app-files';
import { createForwardsRouter } from './forwards/router';
import { createForwards } from './forwards/service';
import { explainStart } from './container-create/explain-start';
import { createContainerCreateRouter } from './container-create/router';
import { createContainerSecrets } from './container-create/secrets';
import { createContainerCreation } from './container-create/service';
import { createLogFiles } from './containers/log-files';
import { publishedPorts } from './containers/published-ports';
import { createContainersRouter } from './containers/router';
import { createContainers } from './containers/service';
import type { Checks, KitsPort } from './deployments/parts';
import { createDeploymentsRouter } from './deployments/router';
import { createDeployments } from './deployments/service';
import { visitContainer } from './docker/container-visit';
import { createEngines } from './docker/engines';
import { createHostPortsRouter } from './host-ports/router';
import { createHostPorts } from './host-ports/service';
import { createHostImportRouter } from './hosts/import-router';
import { createHostPromptsRouter } from './hosts/prompt-router';
import { createHostsRouter } from './hosts/router';
import { createHosts } from './hosts/service';
import type { Platform } from './platform/ports';
import { createContainerFilesRouter, createRemoteFilesRouter } from './remote-files/router';
import {
  createCleanUpRouter,
  createImagesRouter,
  createNetworksRouter,
  createRegistriesRouter,
  createVolumesRouter,
} from './stock/router';
import { createStock } from './stock/service';
import { createContainerTargets } from './terminals/container-target';
import { createTerminalsRouter } from './terminals/router';
import { createTerminals } from './terminals/service';
import { createSshTargets } from './terminals/ssh-target';

export type HostSide = ReturnType<typeof createHostSide>;

/** The part of the composition root for everything that happens on other machines. */
export function createHostSide(
  { secrets, paths }: Platform,
  foundation: Foundation,
  { kits, checks }: { kits: KitsPort; checks: Checks },
) {
  const { store, redactor, files, downloads, tasks } = foundation;
  const hosts = createHosts({
    ...{ store, secrets, redactor, grants: files },
    scripts: path.join(paths.resources, 'host'),
  });
  const { access } = hosts;
  const engines = createEngines(access);
  const hostPorts = createHostPorts({
    ...{ store, access },
    publishedPorts: (hostId, signal) => publishedPorts(engines, hostId, signal),
  });
  const fileSide = createFileSide(paths.data, foundation, { access, engines });
  const forwards = createForwards({ access, connectionOf: (hostId) => hosts.get(hostId).connection });
  hosts.onRemoved(forwards.closeOf);
  const whyNotStarted = (of: { hostId: string; containerId: string; owner?: string }, error: unknown) =>
    explainStart({ ports: hostPorts, nameOf: engines.nameOf }, { ...of, error });
  const containers = createContainers({ engines, access, explainStart: whyNotStarted });
  const containerCreation = createContainerCreation({
    ...{ engines, ports: hostPorts, exec: access.exec, health: hosts.figures },
    secrets: createContainerSecrets({ store, secrets, redactor }),
    ...{ nameOf: engines.nameOf, hostIds: engines.allIds, changed: containers.changed },
  });
  const { openShell, isRunning } = containers;
  const inContainers = createContainerTargets({ openShell, isRunning });
  const terminals = createTerminals({
    targets: {
      host: createSshTargets({ hold: access.hold, watch: hosts.watch }),
      container: inContainers.target,
    },
  });
  const deployments = createDeployments({
    ...{ store, access, tasks, kits, send: fileSide.send, engines, checks, ports: hostPorts },
    explainStart: whyNotStarted,
    containerLog: containers.logs,
    folder: path.join(paths.resources, 'host'),
  });
  return {
    hosts,
    deployments,
    /** Goes into a container of a host, to look from there. */
    enter: (where: Parameters<typeof visitContainer>[1]) => visitContainer(engines, where),
    terminals,
    remoteFiles: fileSide.remoteFiles,
    containerFiles: fileSide.containerFiles,
    forwards,
    hostPorts,
    containers,
    logFiles: createLogFiles({ engines, tasks, grants: files, downloads }),
    containerCreation,
    stock: createStock({
      ...{ engines, tasks, grants: files, downloads, store, secrets, redactor },
      belongs: isOfFederation,
    }),
    /** Closes every connection. What is left open there ends with it. */
    async dispose(): Promise<void> {
      terminals.dispose();
      await inContainers.settled();
      forwards.dispose();
      fileSide.dispose();
      hosts.dispose();
    },
  };
}

/**
 * Whatever was put on a host to be part of a federation has labels that say so. What only looked at something there, and
 * was left behind, is nothing of it.
 */
const isOfFederation = ({ labels }: { labels: Readonly<Record<string, string>> }): boolean =>
  Object.keys(labels).some((name) => name.startsWith('fedwright.') && name !== 'fedwright.probe');

export const createHostRouters = (side: HostSide) => ({
  ...createReachRouters(side),
  deployments: createDeploymentsRouter(side.deployments),
});

const createReachRouters = ({
  hosts,
  remoteFiles,
  containerFiles,
  forwards,
  hostPorts,
  containers,
  logFiles,
  containerCreation,
  terminals,
  stock,
}: HostSide) => ({
  hosts: createHostsRouter(hosts),
  hostPrompts: createHostPromptsRouter(hosts.prompts),
  hostImport: createHostImportRouter(hosts.imports),
  remoteFiles: createRemoteFilesRouter(remoteFiles),
  containerFiles: createContainerFilesRouter(containerFiles),
  forwards: createForwardsRouter(forwards),
  hostPorts: createHostPortsRouter(hostPorts),
  containers: createContainersRouter(containers, logFiles),
  containerCreate: createContainerCreateRouter(containerCreation),
  terminals: createTerminalsRouter(terminals),
  images: createImagesRouter(stock),
  registries: createRegistriesRouter(stock),
  volumes: createVolumesRouter(stock),
  networks: createNetworksRouter(stock),
  cleanUp: createCleanUpRouter(stock),
});
