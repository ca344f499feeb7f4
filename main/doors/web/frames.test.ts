import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../../preload/contract';
import { kitsPerPage } from '../../../preload/contract/kits';
import { type App, createApp } from '../../app';
import { openStore } from '../../db/open';
import { kitRows } from '../../kits/tables';
import { createFakePlatform } from '../../platform/fake/platform';
import { projectRows } from '../../projects/tables';
import { runRows } from '../../provisioning/tables';
import { createPairing } from './pairing';
import { answerRequests } from './requests';
import { serveSockets } from './socket';

const sites = 5000;
const largest = 256 * 1024;
const platform = createFakePlatform({ door: 'browser' });
const { data, resources } = platform.paths;
const pairing = createPairing();
let app: App;
let server: Server;
let endSockets: () => void;
let socket: WebSocket;
let client: Client;
let frames: number[];

/** A consortium of thousands, with names and organisations as long as people make them. */
async function fill(): Promise<void> {
  const store = await openStore({ data, migrations: path.join(resources, 'migrations') });
  const counts = { servers: 1, clients: sites, relays: 0, admins: 0 };
  const text = { name: 'consortium', description: '', document: 'name: consortium\n' };
  const times = { createdAt: 1, updatedAt: 1, errors: 0, warnings: 0 };
  store.db.transaction((tx) => {
    tx.insert(projectRows)
      .values({ ...text, ...times, id: 'p', revision: 1, counts })
      .run();
    const run = { id: 'r', projectId: 'p', number: 1, state: 'succeeded' as const, taskId: 't', revision: 1 };
    tx.insert(runRows)
      .values({ ...run, document: text.document, startedBy: 'owner', startedAt: 1 })
      .run();
    for (let index = 0; index < sites; index += 1) {
      const participant = `hospital-of-the-northern-region-${index}`.padEnd(64, 'x');
      const about = { runId: 'r', participant, type: 'client' as const, org: 'o'.repeat(60), fileCount: 12 };
      const fingerprint256 = Array.from({ length: 32 }, () => 'AB').join(':');
      const dates = { notBefore: 1, notAfter: Date.now() + index * 1e6, sizeBytes: 20_000 };
      tx.insert(kitRows)
        .values({ ...about, ...dates, id: `kit-${index}`, fingerprint256, state: 'ok' })
        .run();
    }
  });
  store.close();
  const line = (index: number) =>
    JSON.stringify({ level: 'info', time: Date.now() + index, door: 'browser', msg: 'x'.repeat(300), index });
  mkdirSync(path.join(data, 'logs'), { recursive: true });
  writeFileSync(
    path.join(data, 'logs', 'app-browser.log'),
    `${Array.from({ length: sites }, (_, index) => line(index)).join('\n')}\n`,
  );
}

beforeAll(async () => {
  await fill();
  app = await createApp(platform);
  server = createServer(answerRequests({ app, pairing, pages: data }));
  endSockets = serveSockets(server, app, pairing);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const paired = await fetch(`${origin}/pair`, {
    ...{ method: 'POST', headers: { origin }, body: JSON.stringify({ token: pairing.issue() }) },
  });
  const cookie = String(paired.headers.get('set-cookie')).split(';')[0] ?? '';
  socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { origin, cookie } });
  socket.on('message', (frame) => frames.push(Buffer.from(frame as Buffer).length));
  await once(socket, 'open');
  client = createORPCClient(new RPCLink({ websocket: socket }));
}, 60_000);
afterAll(async () => {
  socket?.terminate();
  endSockets?.();
  server?.closeAllConnections();
  server?.close();
  await app?.dispose();
  rmSync(path.dirname(data), { recursive: true, force: true });
});

/** Reads all pages as the page of the app does, and says how large the largest frame on the wire was. */
async function measure(read: (page: { offset: number; limit: number }) => Promise<unknown[]>) {
  frames = [];
  let count = 0;
  for (;;) {
    const rows = await read({ offset: count, limit: kitsPerPage });
    count += rows.length;
    if (rows.length < kitsPerPage) break;
  }
  return { count, frames: frames.length, largest: Math.max(...frames) };
}

it('thousands of kits and certificates come in frames that the wire takes', { timeout: 60_000 }, async () => {
  const kits = await measure((page) => client.kits.list(page));
  const board = await measure(async (page) => (await client.certificates.list(page)).certificates);
  for (const { count, frames: sent, largest: most } of [kits, board]) {
    expect(count).toBe(sites);
    expect(sent).toBeGreaterThan(sites / kitsPerPage);
    expect(most).toBeGreaterThan(largest / 4);
    expect(most).toBeLessThan(largest);
  }
});

it('thousands of lines of the log do too', { timeout: 60_000 }, async () => {
  frames = [];
  const { entries, cut } = await client.logs.read({ level: 'info', limit: 2000 });
  expect(entries.at(-1)?.fields).toMatchObject({ index: sites - 1 });
  expect(cut).toBe(true);
  const stream = await client.logs.watch({ level: 'info', limit: 2000 });
  let seen = 0;
  for await (const { entries: more } of stream) {
    seen += more.length;
    if (seen >= 2000) break;
  }
  expect(Math.max(...frames)).toBeLessThan(largest);
});
