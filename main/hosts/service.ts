import type { Host, HostConnection, HostFiles, HostSettings, KeyLook } from '../../preload/contract/hosts';
import type { Store } from '../db/open';
import type { Redactor } from '../logs/redact';
import type { Secrets } from '../platform/ports';
import { createHealthLook } from './health';
import { createHealthMemory } from './health-memory';
import { createHostImport } from './host-import';
import { createHostKeys } from './host-keys';
import { createHostRegister } from './host-register';
import { createHostSecrets, type HostSecret } from './host-secrets';
import { createHostStore, type HostRow } from './host-store';
import { createHostWays } from './host-ways';
import { createKeyTrust } from './key-trust';
import { createPromptDesk } from './prompt-desk';
import { describeCertificate } from './tls-files';
import { createTlsKeys } from './tls-keys';
import { watchConnections } from './watch';

export type Hosts = ReturnType<typeof createHosts>;

/** Machines: what is known of them, and the one connection to each. */
export function createHosts(parts: {
  store: Store;
  secrets: Secrets;
  redactor: Redactor;
  grants: { resolve(id: string, kind: 'file' | 'folder' | 'save'): string };
  /** With the scripts for hosts. */
  scripts: string;
  /** Where the configurations of this person are, if not where their system has them. */
  places?: { env?: NodeJS.ProcessEnv; home?: string };
}) {
  const store = createHostStore(parts.store);
  const secrets = createHostSecrets(parts.secrets, parts.redactor);
  const tlsKeys = createTlsKeys(parts.secrets, parts.redactor);
  const keys = createHostKeys(parts.store);
  const listeners = new Set<(hostId: string, connection: HostConnection) => void>();
  const onChange = (hostId: string, connection: HostConnection) =>
    listeners.forEach((listen) => listen(hostId, connection));
  const prompts = createPromptDesk();
  const ways = createHostWays({ store, keys, secrets, tlsKeys, onChange, ask: prompts.ask });
  const { access, connections } = ways;
  const trust = createKeyTrust({ store, keys, connections });
  const register = createHostRegister({ store, secrets, tlsKeys, ways, grants: parts.grants });
  const ofPaths = createHostRegister({ store, secrets, tlsKeys, ways, grants: { resolve: (file) => file } });
  const { create, update } = ofPaths;
  const imports = createHostImport({ ...parts.places, store, keys, create, update, grants: parts.grants });
  const look = createHealthLook({ access, folder: parts.scripts });
  const health = createHealthMemory({
    ...{ store, look },
    isOpen: (row) => row.kind === 'local' || ways.connectionOf(row).state === 'open',
  });
  const onRemoved = new Set<(hostId: string) => void>([(hostId) => health.forget(hostId)]);
  const view = (row: HostRow): Host => viewOf(row, ways.connectionOf(row));

  return {
    access,
    prompts,
    imports,
    list: (): Host[] => store.list().map(view),
    get: (hostId: string): Host => view(store.need(hostId)),
    create: async (input: HostSettings & HostFiles): Promise<Host> => view(await register.create(input)),
    update: async (input: HostSettings & HostFiles & { hostId: string }): Promise<Host> =>
      view(await register.update(input)),
    async remove(hostId: string) {
      const removed = await register.remove(hostId);
      onRemoved.forEach((end) => end(hostId));
      return removed;
    },
    /** For what goes with a host. */
    onRemoved: (end: (hostId: string) => void): void => void onRemoved.add(end),
    setSecret: async (input: { hostId: string; kind: HostSecret; value: string | null }): Promise<Host> =>
      view(await register.setSecret(input)),
    lookAtKey: (hostId: string, signal?: AbortSignal): Promise<KeyLook> => trust.look(hostId, signal),
    trustKey: trust.trust,
    async connect(hostId: string, signal?: AbortSignal): Promise<Host> {
      await ways.connect(hostId, signal);
      return view(store.need(hostId));
    },
    disconnect(hostId: string): Host {
      connections.close(store.need(hostId).id);
      return view(store.need(hostId));
    },
    health: health.look,
    /** What changes all the time alone. Connects where it has to. @throws AppError where no shell can be asked */
    figures: look.figures,
    live: health.live,
    knownHealth: health.known,
    allKnownHealth: health.allKnown,
    watch: (signal?: AbortSignal) =>
      watchConnections({
        ids: () => store.list().map(({ id }) => id),
        view: (hostId) => ways.connectionOf(store.need(hostId)),
        listen: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        signal,
      }),
    dispose: ways.dispose,
  };
}

function viewOf({ tlsCa, tlsCert, tlsKeyRef: _ref, ...row }: HostRow, connection: HostConnection): Host {
  const tls =
    row.kind === 'docker-tls'
      ? { ca: describeCertificate(tlsCa), certificate: describeCertificate(tlsCert) }
      : null;
  return { ...row, tls, connection };
}
