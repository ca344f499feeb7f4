import path from 'node:path';
import type { Foundation } from './app';
import { createContainerPlaces } from './container-files/places';
import { createForwardsRouter } from './forwards/router';
import { createForwards } from './forwards/service';
import { createContainersRouter } from './containers/router';
import { createContainers } from './containers/service';
import { createEngines } from './docker/engines';
import { createDragStages } from './files/drag-stage';
import { createLayout } from './provisioning/layout';
import { createHostsRouter } from './hosts/router';
import { createHosts } from './hosts/service';
import type { Platform } from './platform/ports';
import { createDrops } from './remote-files/drops';
import { createHostPlaces } from './remote-files/host-places';
import { createContainerFilesRouter, createRemoteFilesRouter } from './remote-files/router';
import { createRemoteFiles } from './remote-files/service';
import { createSessions } from './remote-files/sessions';
import { createTerminalsRouter } from './terminals/router';
import { createTerminals } from './terminals/service';
import { createSshTargets } from './terminals/ssh-target';

export type HostSide = ReturnType<typeof createHostSide>;

/** The part of the composition root for everything that happens on other machines. */
export function createHostSide(
  { secrets, paths }: Platform,
  { store, redactor, files, downloads, tasks }: Foundation,
) {
  const hosts = createHosts({ store, secrets, redactor, grants: files });
  const { access } = hosts;
  const sessions = createSessions(access);
  const stages = createDragStages({ folder: path.join(createLayout(paths.data).staging, 'drag'), downloads });
  const filing = {
    ...{ tasks, downloads, grants: files, stages },
    drops: createDrops(path.join(paths.data, 'drops')),
  };
  const remoteFiles = createRemoteFiles({
    ...{ ...filing, prefix: 'remoteFiles', permission: 'hosts.use' },
    places: createHostPlaces({ access, sessions }),
  });
  const containerFiles = createRemoteFiles({
    ...{ ...filing, prefix: 'containerFiles', permission: 'containers.manage' },
    places: createContainerPlaces({ engines: createEngines(access) }),
  });
  const forwards = createForwards({ access, connectionOf: (hostId) => hosts.get(hostId).connection });
  const terminals = createTerminals({
    targets: { host: createSshTargets({ hold: access.hold, watch: hosts.watch }) },
  });
  return {
    hosts,
    terminals,
    remoteFiles,
    containerFiles,
    forwards,
    containers: createContainers(access),
    /** Closes every connection. What is left open there ends with it. */
    async dispose(): Promise<void> {
      terminals.dispose();
      forwards.dispose();
      sessions.dispose();
      stages.dispose();
      hosts.dispose();
    },
  };
}

export const createHostRouters = ({
  hosts,
  remoteFiles,
  containerFiles,
  forwards,
  containers,
  terminals,
}: HostSide) => ({
  hosts: createHostsRouter(hosts),
  remoteFiles: createRemoteFilesRouter(remoteFiles),
  containerFiles: createContainerFilesRouter(containerFiles),
  forwards: createForwardsRouter(forwards),
  containers: createContainersRouter(containers),
  terminals: createTerminalsRouter(terminals),
});
