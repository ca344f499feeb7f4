import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dropPackets } from '../../e2e/servers/packet-drop';

const script = readFileSync('resources/host/way.sh', 'utf8');
const missing = process.getuid?.() !== 0 && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

/** What the system says of a process. */
const wayOf = (pid: number, port: number): string =>
  spawnSync('sh', ['-c', `${script}way "$1" "$2"`, 'sh', String(pid), String(port)], {
    encoding: 'utf8',
  }).stdout.trim();

const listen = (host: string, port = 0) =>
  new Promise<net.Server>((resolve) => {
    const server = net.createServer((socket) => socket.on('error', () => socket.destroy()).resume());
    server.listen(port, host, () => resolve(server));
  });
const portOf = (server: net.Server): number => (server.address() as net.AddressInfo).port;

/** A process that goes to each of those, and says something all the time. */
const talk = (peers: net.Server[]) =>
  spawn(process.execPath, [
    '-e',
    `for (const { address, port } of ${JSON.stringify(peers.map((each) => each.address()))}) {
      const socket = require('node:net').connect(port, address, () => setInterval(() => socket.write('x'), 100));
    }`,
  ]);

describe.skipIf(missing)('what a system knows of the way to a server', () => {
  const servers: net.Server[] = [];
  const ends: (() => void)[] = [];
  let live: net.Server;
  let dead: net.Server;
  beforeAll(async () => {
    servers.push((live = await listen('127.0.0.1')), (dead = await listen('127.0.0.1')));
  });
  afterAll(() => {
    ends.toReversed().forEach((end) => end());
    servers.forEach((server) => server.close());
  });

  test('a site is cut off when nothing that is open leads to its server, and not before', async () => {
    const [toBoth, toDead] = [talk([live, dead]), talk([dead])].map((child) => {
      ends.push(() => child.kill('SIGKILL'));
      return child.pid ?? 0;
    }) as [number, number];
    const [livePort, deadPort] = [portOf(live), portOf(dead)];
    await vi.waitFor(() => expect(wayOf(toBoth, deadPort)).toBe('way=open'), 20_000);
    await vi.waitFor(() => expect(wayOf(toDead, deadPort)).toBe('way=open'), 20_000);
    const dropped = dropPackets(deadPort);
    ends.push(dropped.end);
    await vi.waitFor(() => expect(wayOf(toBoth, deadPort)).toBe('way=silent'), { timeout: 40_000 });
    await vi.waitFor(() => expect(wayOf(toDead, deadPort)).toBe('way=silent'), { timeout: 40_000 });
    // What is silent elsewhere is no loss, and what lives elsewhere is no way to the server.
    expect(wayOf(toBoth, livePort)).toBe('way=open');
    // Of a server that is not met at its own port, all count: one that lives is enough.
    expect(wayOf(toBoth, 1)).toBe('way=open');
    expect(wayOf(toDead, 1)).toBe('way=silent');
    expect(wayOf(toBoth, 0)).toBe('way=open');
  }, 120_000);
});
