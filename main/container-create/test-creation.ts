import type { Dockerd } from '../../e2e/servers/dockerd';
import type { Sshd } from '../../e2e/servers/sshd';
import { publishedPorts } from '../containers/published-ports';
import { createEngines } from '../docker/engines';
import { createHostPorts } from '../host-ports/service';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createRedactor } from '../logs/redact';
import { createContainerSecrets } from './secrets';
import { createContainerCreation } from './service';

/** What makes containers on a real engine that is reached through SSH. */
export async function openCreation(dockerd: Dockerd, sshd: Sshd) {
  const machines = await openMachines();
  const { hosts, store, secrets } = machines;
  const { access } = hosts;
  const engines = createEngines(access);
  const redactor = createRedactor();
  const withPorts = (published: typeof publishedPorts, exec: typeof access.exec) => {
    const ports = createHostPorts({
      ...{ store, access: { need: access.need, exec } },
      publishedPorts: (id, signal) => published(engines, id, signal),
    });
    const creation = createContainerCreation({
      ...{ engines, ports, exec: access.exec, health: hosts.figures, changed: () => undefined },
      secrets: createContainerSecrets({ store, secrets, redactor }),
      ...{ nameOf: engines.nameOf, hostIds: engines.allIds },
    });
    return { ports, creation };
  };
  const blind = withPorts(
    async () => [],
    (id) => access.exec(id, ['echo', 'format=ss']),
  );
  return {
    ...{ machines, engines, redact: redactor.redact, ...withPorts(publishedPorts, access.exec) },
    /** One that sees no container and no listener, as when others take a port a moment after it has looked. */
    blind: blind.creation,
    hostId: (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id,
  };
}
