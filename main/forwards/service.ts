import { randomUUID } from 'node:crypto';
import type { Forward } from '../../preload/contract/forwards';
import type { HostConnection } from '../../preload/contract/hosts';
import { notFound } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { createChanges } from './changes';
import { dialOf } from './dial';
import { listenHere, type Listener } from './listener';

export type Forwards = ReturnType<typeof createForwards>;

interface OpenForward {
  about: Pick<Forward, 'id' | 'hostId' | 'hostName' | 'address' | 'port' | 'since'>;
  listener: Listener;
  release: () => void;
}

/** TCP services of hosts on this machine's loopback. They live as long as this process. */
export function createForwards({
  access,
  connectionOf,
}: {
  access: HostAccess;
  connectionOf: (hostId: string) => HostConnection;
}) {
  const open = new Map<string, OpenForward>();
  const view = ({ about, listener }: OpenForward): Forward => ({
    ...about,
    ...listener.counts(),
    localPort: listener.port,
    connection: access.need(about.hostId).kind === 'local' ? 'open' : connectionOf(about.hostId).state,
  });
  function end(forward: OpenForward): void {
    open.delete(forward.about.id);
    forward.listener.close();
    forward.release();
  }

  const list = (): Forward[] => {
    // Another process may have removed the host.
    const known = new Set(access.list().map(({ id }) => id));
    for (const forward of [...open.values()]) if (!known.has(forward.about.hostId)) end(forward);
    return [...open.values()].map(view);
  };
  const changes = createChanges(list);

  return {
    list,
    watch: changes.watch,
    /** The host is connected first, so that a wrong login shows here. @throws AppError */
    async open(
      input: { hostId: string; address: string; port: number; localPort: number | null },
      signal?: AbortSignal,
    ): Promise<Forward> {
      const { hostId, address, port, localPort } = input;
      const { name: hostName, kind } = access.need(hostId);
      const hold = kind === 'ssh' ? access.hold(hostId) : null;
      const release = () => hold?.release();
      try {
        await hold?.client(signal);
        const dial = dialOf(access, { hostId, address, port });
        const listener = await listenHere({ localPort, dial });
        const id = randomUUID();
        const about = { id, hostId, hostName, address, port, since: Date.now() };
        const forward = { about, listener, release };
        open.set(id, forward);
        return view(forward);
      } catch (error) {
        release();
        throw error;
      }
    },
    close(forwardId: string): { forwardId: string } {
      const forward = open.get(forwardId);
      if (!forward) throw notFound('This forward');
      end(forward);
      return { forwardId };
    },
    /** Those of a host that is removed. */
    closeOf(hostId: string): void {
      for (const forward of [...open.values()]) if (forward.about.hostId === hostId) end(forward);
    },
    dispose: (): void => [...open.values()].forEach(end),
  };
}
