import type { Host, HostConnection, HostHealth, HostSettings, KeyLook } from '../../preload/contract/hosts';
import type { Store } from '../db/open';
import { invalid } from '../errors';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';
import { lookAtHealth } from './health';
import { createHostAccess } from './host-access';
import { createHostConnections } from './host-connections';
import { createHostKeys } from './host-keys';
import { createHostSecrets, type HostSecret } from './host-secrets';
import { createKeyTrust } from './key-trust';
import { createHostStore, type HostRow } from './host-store';
import { watchConnections } from './watch';

export type Hosts = ReturnType<typeof createHosts>;

/** Machines: what is known of them, and the one connection to each. */
export function createHosts(parts: {
  store: Store;
  secrets: Secrets;
  redactor: Redactor;
  grants: { resolve(id: string, kind: 'file'): string };
}) {
  const store = createHostStore(parts.store);
  const secrets = createHostSecrets(parts.secrets, parts.redactor);
  const keys = createHostKeys(parts.store);
  const listeners = new Set<(hostId: string, connection: HostConnection) => void>();
  const onChange = (hostId: string, connection: HostConnection) =>
    listeners.forEach((listen) => listen(hostId, connection));
  const connections = createHostConnections({ store, keys, secrets, onChange });
  const trust = createKeyTrust({ store, keys, connections });
  const view = ({ ...row }: HostRow): Host => ({ ...row, connection: connections.view(row.id) });
  const keyFileOf = (grantId: string | null) =>
    grantId === null ? undefined : parts.grants.resolve(grantId, 'file');

  const access = createHostAccess({ store, connections });

  return {
    access,
    list: (): Host[] => store.list().map(view),
    get: (hostId: string): Host => view(store.need(hostId)),
    create: ({ keyGrantId, ...settings }: HostSettings & { keyGrantId: string | null }): Host =>
      view(store.insert(settings, keyFileOf(keyGrantId) ?? null)),
    update({
      hostId,
      keyGrantId,
      ...settings
    }: HostSettings & { hostId: string; keyGrantId: string | null }): Host {
      const before = store.need(hostId);
      const after = store.update(hostId, settings, keyFileOf(keyGrantId));
      if (wayOf(before) !== wayOf(after)) connections.close(hostId);
      return view(after);
    },
    async remove(hostId: string): Promise<{ name: string }> {
      const { name } = store.remove(hostId);
      connections.forget(hostId);
      await secrets.set(hostId, 'password', null);
      await secrets.set(hostId, 'passphrase', null);
      return { name };
    },
    async setSecret(input: { hostId: string; kind: HostSecret; value: string | null }): Promise<Host> {
      const { kind } = store.need(input.hostId);
      if (kind === 'local') throw invalid('This machine needs no login.', 'There is nothing to keep.');
      await secrets.set(input.hostId, input.kind, input.value);
      store.noteSecret(input.hostId, input.kind, input.value !== null);
      return view(store.need(input.hostId));
    },
    lookAtKey: (hostId: string): Promise<KeyLook> => trust.look(hostId),
    trustKey: trust.trust,
    async connect(hostId: string): Promise<Host> {
      const hold = connections.hold(hostId);
      try {
        await hold.client();
      } finally {
        hold.release();
      }
      return view(store.need(hostId));
    },
    disconnect(hostId: string): Host {
      connections.close(store.need(hostId).id);
      return view(store.need(hostId));
    },
    health: (hostId: string): Promise<HostHealth> => lookAtHealth(access, hostId),
    watch: (signal?: AbortSignal) =>
      watchConnections({
        ids: () => store.list().map(({ id }) => id),
        view: connections.view,
        listen: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        signal,
      }),
    dispose: connections.dispose,
  };
}

/** What a connection hangs on. */
const wayOf = ({ kind, address, port, username, auth, jumpHostId, keyFile }: HostRow): string =>
  JSON.stringify([kind, address, port, username, auth, jumpHostId, keyFile]);
