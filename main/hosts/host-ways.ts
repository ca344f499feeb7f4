import type { HostConnection } from '../../preload/contract/hosts';
import { AppError } from '../errors';
import { createEngineDial } from './engine-dial';
import { pingEngine } from './engine-health';
import { createEngineStates } from './engine-states';
import { createHostAccess, held } from './host-access';
import { createHostConnections } from './host-connections';
import type { HostKeys } from './host-keys';
import type { HostSecrets } from './host-secrets';
import type { HostRow, HostStore } from './host-store';
import type { PromptDesk } from './prompt-desk';
import { createTlsDial } from './tls-dial';
import type { TlsKeys } from './tls-keys';
import { openUnixSocket } from './tunnel';

export type HostWays = ReturnType<typeof createHostWays>;

/** How hosts are reached, each kind in its way, and how that went. */
export function createHostWays(parts: {
  store: HostStore;
  keys: HostKeys;
  secrets: HostSecrets;
  tlsKeys: TlsKeys;
  onChange: (hostId: string, connection: HostConnection) => void;
  ask: PromptDesk['ask'];
}) {
  const { store } = parts;
  const connections = createHostConnections(parts);
  const tls = createTlsDial(parts.tlsKeys);
  const states = createEngineStates(parts.onChange);
  // Pages ask engines again and again.
  const throughSsh = ({ id, dockerSocket }: HostRow, signal: AbortSignal) =>
    held(connections.hold(id, true), (client) => openUnixSocket(client, dockerSocket), signal);
  const engineStream = createEngineDial({ store, throughSsh, tls, states });
  const access = createHostAccess({ store, connections, engineStream });

  async function openOnce(hostId: string, signal: AbortSignal | undefined): Promise<void> {
    const hold = connections.hold(hostId);
    try {
      await hold.client(signal);
    } finally {
      hold.release();
    }
  }

  function close(hostId: string): void {
    connections.close(hostId);
    tls.forget(hostId);
    states.forget(hostId);
  }

  return {
    connections,
    access,
    connectionOf: ({ id, kind }: HostRow): HostConnection =>
      kind === 'docker-tls' ? states.view(id) : connections.view(id),
    /** @throws AppError why the host cannot be reached; INVALID for this machine; CANCELLED by the signal. */
    async connect(hostId: string, signal?: AbortSignal): Promise<void> {
      const row = store.need(hostId);
      try {
        await (row.kind === 'docker-tls'
          ? pingEngine(access, row, states, signal)
          : openOnce(hostId, signal));
      } catch (error) {
        throw signal?.aborted ? givenUp(row.name) : error;
      }
    },
    close,
    allowAgain: connections.allowAgain,
    forget(hostId: string): void {
      close(hostId);
      connections.forget(hostId);
    },
    dispose: connections.dispose,
  };
}

const givenUp = (name: string): AppError =>
  new AppError('CANCELLED', `Connecting to "${name}" was given up.`, { hint: 'Connect again.' });
