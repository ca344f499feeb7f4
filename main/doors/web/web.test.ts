import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../../preload/contract';
import { type App, createApp } from '../../app';
import { createFakePlatform } from '../../platform/fake/platform';
import { createPairing } from './pairing';
import { answerRequests } from './requests';
import { serveSockets } from './socket';

const platform = createFakePlatform({ door: 'browser' });
const folder = path.dirname(platform.paths.data);
const pages = path.join(folder, 'pages');
const pairing = createPairing();
let app: App;
let server: Server;
let endSockets: () => void;
let host: string;

beforeAll(async () => {
  mkdirSync(pages, { recursive: true });
  writeFileSync(path.join(pages, 'index.html'), '<title>Fedwright</title>');
  app = await createApp(platform);
  server = createServer(answerRequests({ app, pairing, pages }));
  endSockets = serveSockets(server, app, pairing);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  endSockets();
  server.closeAllConnections();
  server.close();
  await app.dispose();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** `fetch` sets Host and Origin by itself; here they are what is tested. */
function ask(
  pathname: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const [hostname, port] = host.split(':');
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path: pathname, method, headers: { host, ...headers } },
      (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString('utf8')));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const pair = (token: string, headers: Record<string, string> = { origin: `http://${host}` }) =>
  ask('/pair', { method: 'POST', headers, body: JSON.stringify({ token }) });

async function pairedCookie(): Promise<string> {
  const { headers } = await pair(pairing.issue());
  return String(headers['set-cookie']).split(';')[0] ?? '';
}

/** Resolves to `open`, or to the status that the upgrade was refused with. */
function openSocket(headers: Record<string, string>, pathname = '/rpc'): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}${pathname}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
  });
}

describe('the browser host', () => {
  it('answers on this machine only, whatever name a page elsewhere gave it', async () => {
    expect((await ask('/', { headers: { host: 'fedwright.example.org' } })).status).toBe(421);
    expect((await ask('/', { headers: { host: 'localhost:4000' } })).status).toBe(200);
  });

  it('serves the page under its policy', async () => {
    const page = await ask('/');
    expect(page.body).toContain('Fedwright');
    expect(page.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(page.headers['content-security-policy']).toContain(`connect-src 'self' ws://${host}`);
    expect((await ask('/', { method: 'HEAD' })).status).toBe(200);
    expect((await ask('/', { method: 'DELETE' })).status).toBe(405);
    expect((await ask('/../package.json')).status).toBe(404);
  });

  it('pairs a browser once, from its own page', async () => {
    const token = pairing.issue();
    expect((await pair(token, {})).status).toBe(403);
    expect((await pair(token, { origin: 'http://localhost:3000' })).status).toBe(403);
    expect((await pair('guess')).status).toBe(403);
    expect(
      (await ask('/pair', { method: 'POST', headers: { origin: `http://${host}` }, body: 'x' })).status,
    ).toBe(400);
    const paired = await pair(token);
    expect(paired.status).toBe(200);
    const cookie = String(paired.headers['set-cookie']).split(';')[0] ?? '';
    expect(JSON.parse((await ask('/session', { headers: { cookie } })).body)).toEqual({ paired: true });
    expect(JSON.parse((await ask('/session')).body)).toEqual({ paired: false });
    expect((await pair(token)).status).toBe(403);
  });

  it('sends downloads to paired browsers, once, under their own names', async () => {
    const offer = () =>
      app.downloads.offer({
        fileName: 'site-1.zip',
        contentType: 'application/zip',
        expiresMs: 60_000,
        once: true,
        open: async () => ({ stream: Readable.from(['bytes']), sizeBytes: 5 }),
      });
    const cookie = await pairedCookie();
    const { url } = offer();
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, { method: 'HEAD', headers: { cookie } })).status).toBe(404);
    const sent = await ask(url.replace('site-1.zip', 'evil.html'), { headers: { cookie } });
    expect(sent).toMatchObject({ status: 200, body: 'bytes' });
    expect(sent.headers['content-disposition']).toContain('filename="site-1.zip"');
    expect((await ask(url, { headers: { cookie } })).status).toBe(404);
  });
});

describe('its WebSocket', () => {
  it('opens for paired browsers on its own page only', async () => {
    const cookie = await pairedCookie();
    const origin = `http://${host}`;
    expect(await openSocket({ cookie, origin })).toBe('open');
    expect(await openSocket({ origin })).toBe(401);
    expect(await openSocket({ cookie })).toBe(403);
    expect(await openSocket({ cookie, origin: 'http://127.0.0.1:3000' })).toBe(403);
    expect(await openSocket({ cookie, origin: 'http://example.org', host: 'example.org' })).toBe(421);
    expect(await openSocket({ cookie, origin }, '/other')).toBe(404);
  });

  it('carries the contract, and a stream ends with its connection', async () => {
    const socket = new WebSocket(`ws://${host}/rpc`, {
      headers: { cookie: await pairedCookie(), origin: `http://${host}` },
    });
    await once(socket, 'open');
    const link = new RPCLink({ websocket: socket });
    const client: Client = createORPCClient(link);
    expect(await client.host.describe()).toMatchObject({ door: 'browser' });
    await expect(client.projects.get({ projectId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const stream = await client.host.watch();
    expect((await stream.next()).value).toMatchObject({ seq: 0 });
    const rest = stream.next();
    socket.terminate();
    await expect(rest).rejects.toThrow(/./);
  });
});
