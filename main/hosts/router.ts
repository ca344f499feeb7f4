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
    lookAtKey: base.hosts.lookAtKey.handler(({ input, signal }) => hosts.lookAtKey(input.hostId, signal)),
    trustKey: base.hosts.trustKey.handler(({ input: { hostId, ...seen }, context, signal }) =>
      hosts.trustKey(hostId, { ...seen, by: context.actor.name }, signal),
    ),
    connect: base.hosts.connect.handler(({ input, signal }) => hosts.connect(input.hostId, signal)),
    disconnect: base.hosts.disconnect.handler(({ input }) => hosts.disconnect(input.hostId)),
    health: base.hosts.health.handler(({ input, signal }) => hosts.health(input.hostId, signal)),
    live: base.hosts.live.handler(({ input, signal }) => hosts.live(input.hostId, signal)),
    knownHealth: base.hosts.knownHealth.handler(({ input }) => hosts.knownHealth(input.hostId)),
    allKnownHealth: base.hosts.allKnownHealth.handler(() => hosts.allKnownHealth()),
    watch: base.hosts.watch.handler(({ signal }) => hosts.watch(signal)),
  });
