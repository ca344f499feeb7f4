import { base } from '../rpc/base';
import type { HostPortsService } from './service';

/** The owner of what a person keeps by hand. */
const person = 'person';

export const createHostPortsRouter = (ports: HostPortsService) =>
  base.hostPorts.router({
    taken: base.hostPorts.taken.handler(({ input, signal }) => ports.taken(input.hostId, signal)),
    nextFree: base.hostPorts.nextFree.handler(async ({ input: { hostId, ...range }, signal }) => ({
      ports: await ports.nextFree(hostId, range, { signal }),
    })),
    reserve: base.hostPorts.reserve.handler(async ({ input, signal }) => {
      const { hostId, port, protocol, purpose } = input;
      await ports.reserve(hostId, [{ port, protocol }], { owner: person, purpose, signal });
      return { hostId, port };
    }),
    release: base.hostPorts.release.handler(({ input: { hostId, port, protocol } }) => {
      ports.release(hostId, { port, protocol });
      return { hostId, port };
    }),
  });
