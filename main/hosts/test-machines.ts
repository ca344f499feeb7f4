import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sshd } from '../../e2e/servers/sshd';
import type { Host, HostSettings } from '../../preload/contract/hosts';
import { openStore } from '../db/open';
import { createRedactor } from '../logs/redact';
import { createFakeSecrets } from '../platform/fake/platform';
import { createHosts } from './service';

/** Hosts on a store of their own. Grants are the paths themselves. */
export async function openMachines(places: { env?: NodeJS.ProcessEnv; home?: string } = {}) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-hosts-'));
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const secrets = createFakeSecrets();
  const grants = { resolve: (id: string) => id };
  const scripts = path.resolve('resources/host');
  const hosts = createHosts({ store, secrets, redactor: createRedactor(), grants, places, scripts });
  return {
    hosts,
    secrets,
    store,
    close() {
      hosts.dispose();
      store.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export const settingsOf = (sshd: Sshd, change: Partial<HostSettings> = {}): HostSettings => ({
  ...{ name: 'north', kind: 'ssh', address: sshd.address, port: sshd.port, username: sshd.username },
  ...{
    auth: 'key',
    jumpHostId: null,
    group: '',
    labels: [],
    notes: '',
    dockerSocket: '/var/run/docker.sock',
    tlsName: '',
  },
  ...change,
});

type Machines = Awaited<ReturnType<typeof openMachines>>;

/** A host whose key is pinned, as after a person has looked at it. */
export async function addTrusted(
  { hosts }: Machines,
  sshd: Sshd,
  change: Partial<HostSettings> = {},
): Promise<Host> {
  const host = await hosts.create({ ...settingsOf(sshd, change), keyGrantId: sshd.keyFile });
  await hosts.trustKey(host.id, { fingerprint256: sshd.fingerprint256, replace: false, by: 'tester' });
  return host;
}
