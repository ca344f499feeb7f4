import { once } from 'node:events';
import { rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Client } from '../../preload/contract/index';
import { createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';

/** A machine that takes connections and never says a word: whoever waits for it waits until a limit. */
const silent = net.createServer();
const platform = createFakePlatform({ door: 'browser' });
let app: Awaited<ReturnType<typeof createApp>>;
let client: Client;
let hostId: string;
beforeAll(async () => {
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  app = await createApp(platform);
  client = createRouterClient(app.router, {
    context: () => app.contextFor({ door: 'browser', dragOut: null }),
  });
  const { port } = silent.address() as net.AddressInfo;
  const way = { address: '127.0.0.1', port, username: 'operator', auth: 'password' } as const;
  hostId = (await client.hosts.create({ name: 'mute', kind: 'ssh', ...way, keyGrantId: null })).id;
  await client.hosts.setSecret({ hostId, kind: 'password', value: 'a password of it' });
});
afterAll(async () => {
  await app?.dispose();
  silent.close();
  rmSync(path.dirname(platform.paths.data), { recursive: true, force: true });
});

const at = (more: object = {}) => ({ hostId, containerId: null, path: 'Lw', ...more });
const calls: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
  'hosts.connect': (signal) => client.hosts.connect({ hostId }, { signal }),
  'deployments.pythons': (signal) => client.deployments.pythons({ hostId }, { signal }),
  'deployments.images': (signal) => client.deployments.images({ hostId }, { signal }),
  'deployments.probeImage': (signal) => client.deployments.probeImage({ hostId, image: 'site' }, { signal }),
  'remoteFiles.list': (signal) => client.remoteFiles.list({ ...at(), path: null, typed: null }, { signal }),
  'remoteFiles.look': (signal) => client.remoteFiles.look(at(), { signal }),
  'remoteFiles.link': (signal) => client.remoteFiles.link(at(), { signal }),
  'remoteFiles.count': (signal) =>
    client.remoteFiles.count({ hostId, containerId: null, paths: ['Lw'] }, { signal }),
  'forwards.open': (signal) =>
    client.forwards.open({ hostId, address: '127.0.0.1', port: 8080, localPort: null }, { signal }),
  'terminals.open': (signal) =>
    client.terminals.open({ target: { kind: 'host', hostId }, cols: 80, rows: 24 }, { signal }),
};

test.each(Object.entries(calls))(
  '%s is given up with its page, and so is the way to its host',
  async (_, call) => {
    const stop = new AbortController();
    const connection = async () => (await client.hosts.get({ hostId })).connection;
    const answer = call(stop.signal).catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await connection()).toMatchObject({ state: 'connecting' }));
    stop.abort();
    expect(await answer).toBeInstanceOf(Error);
    await vi.waitFor(async () => expect(await connection()).toMatchObject({ state: 'closed', uses: 0 }));
  },
);

test('to trust a key is given up with its page', async () => {
  const stop = new AbortController();
  const reached = once(silent, 'connection') as Promise<[net.Socket]>;
  const answer = client.hosts
    .trustKey({ hostId, fingerprint256: 'SHA256:x' }, { signal: stop.signal })
    .catch((error: unknown) => error);
  const [socket] = await reached;
  const closed = once(socket.resume(), 'close');
  stop.abort();
  await closed;
  expect(await answer).toBeInstanceOf(Error);
});
