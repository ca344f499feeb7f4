import { base } from '../rpc/base';
import type { Hosts } from './service';

export const createHostsRouter = (hosts: Hosts) =>
  base.hosts.router({
    list: base.hosts.list.handler(() => hosts.list()),
    get: base.hosts.get.handler(({ input }) => hosts.get(input.hostId)),
    create: base.hosts.create.handler(({ input }) => hosts.create(input)),
    update: base.hosts.update.handler(({ input }) => hosts.update(input)),
    remove: base.hosts.remove.handler(({ input }) => hosts.remove(input.hostId)),
    setSecret: base.hosts.setSecret.handler(({ input }) => hosts.setSecret(input)),
    lookAtKey: base.hosts.lookAtKey.handler(({ input }) => hosts.lookAtKey(input.hostId)),
    trustKey: base.hosts.trustKey.handler(({ input: { hostId, ...seen }, context }) =>
      hosts.trustKey(hostId, { ...seen, by: context.actor.name }),
    ),
    connect: base.hosts.connect.handler(({ input, signal }) => hosts.connect(input.hostId, signal)),
    disconnect: base.hosts.disconnect.handler(({ input }) => hosts.disconnect(input.hostId)),
    health: base.hosts.health.handler(({ input }) => hosts.health(input.hostId)),
    knownHealth: base.hosts.knownHealth.handler(({ input }) => hosts.knownHealth(input.hostId)),
    watch: base.hosts.watch.handler(({ signal }) => hosts.watch(signal)),
  });
