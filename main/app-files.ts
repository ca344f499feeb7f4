import path from 'node:path';
import type { Foundation } from './app';
import { createContainerPlaces } from './container-files/places';
import type { Engines } from './docker/engines';
import { createDragStages } from './files/drag-stage';
import type { HostAccess } from './hosts/host-access';
import { createLayout } from './provisioning/layout';
import { createDrops } from './remote-files/drops';
import { createHostPlaces } from './remote-files/host-places';
import { createSender } from './remote-files/put-file';
import { createRemoteFiles } from './remote-files/service';
import { createSessions } from './remote-files/sessions';

/** The part of the composition root for files on other machines: one service for hosts, one for containers. */
export function createFileSide(
  data: string,
  { files, downloads, tasks }: Foundation,
  { access, engines }: { access: HostAccess; engines: Engines },
) {
  const sessions = createSessions(access);
  // Swept with those of kits, after a crash.
  const stages = createDragStages({ folder: path.join(createLayout(data).staging, 'drag'), downloads });
  const parts = { tasks, downloads, grants: files, stages, drops: createDrops(path.join(data, 'drops')) };
  return {
    send: createSender(sessions),
    remoteFiles: createRemoteFiles({
      ...{ ...parts, prefix: 'remoteFiles', permission: 'hosts.use' },
      places: createHostPlaces({ access, sessions }),
    }),
    containerFiles: createRemoteFiles({
      ...{ ...parts, prefix: 'containerFiles', permission: 'containers.manage' },
      places: createContainerPlaces({ engines }),
    }),
    dispose(): void {
      sessions.dispose();
      stages.dispose();
    },
  };
}
