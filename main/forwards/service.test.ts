import { existsSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { createForwards } from './service';

const missing = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('forwards over a real sshd', () => {
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let hostId: string;
  let forwards: ReturnType<typeof createForwards>;
  let server: http.Server;
  let port: number;
  beforeEach(async () => {
    sshd = await startSshd();
    machines = await openMachines();
    hostId = (await addTrusted(machines, sshd)).id;
    const { hosts } = machines;
    forwards = createForwards({
      access: hosts.access,
      connectionOf: (id) => hosts.get(id).connection,
    });
    hosts.onRemoved(forwards.closeOf);
    server = http.createServer((request, response) => request.pipe(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as net.AddressInfo).port;
  });
  afterEach(async () => {
    forwards.dispose();
    machines.close();
    server.closeAllConnections();
    server.close();
    await sshd.end();
  });

  const open = (to = port, localPort: number | null = null) =>
    forwards.open({ hostId, address: '127.0.0.1', port: to, localPort });
  const echo = async (localPort: number, body: string) => {
    const answer = await fetch(`http://127.0.0.1:${localPort}/`, {
      ...{ method: 'POST', body, headers: { connection: 'close' } },
    });
    return answer.text();
  };

  test('a service of the host is reached at the loopback of this machine, and counted', async () => {
    const { localPort, connection } = await open();
    expect(connection).toBe('open');
    const body = 'x'.repeat(300_000);
    expect(await echo(localPort, body)).toBe(body);
    await Promise.all(['a', 'b', 'c'].map(async (text) => expect(await echo(localPort, text)).toBe(text)));
    await vi.waitFor(() => expect(forwards.list()[0]).toMatchObject({ open: 0, total: 4, problem: null }));
    expect(forwards.list()[0]?.received).toBeGreaterThan(body.length);
    expect(forwards.list()[0]?.sent).toBeGreaterThan(body.length);
    expect(sshd.accepted()).toBe(1);
  });

  test('a port that is taken is said, and one that nobody answers', async () => {
    await expect(open(port, port)).rejects.toMatchObject({ code: 'CONFLICT' });
    const closed = net.createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const free = (closed.address() as net.AddressInfo).port;
    closed.close();
    await once(closed, 'close');
    const { localPort } = await open(free);
    await expect(echo(localPort, 'x')).rejects.toThrow();
    await vi.waitFor(() => expect(forwards.list()[0]?.problem).toContain('cannot be reached'));
  });

  test('those of a host end with it, also when another process has removed it', async () => {
    const { access, get, remove } = machines.hosts;
    const unaware = createForwards({ access, connectionOf: (id) => get(id).connection });
    const there = { hostId, address: '127.0.0.1', port, localPort: null };
    const ports = [(await open()).localPort, (await unaware.open(there)).localPort] as const;
    await remove(hostId);
    expect([forwards.list(), unaware.list()]).toEqual([[], []]);
    for (const each of ports) await expect(echo(each, 'x')).rejects.toThrow();
    unaware.dispose();
  });

  test('after a loss it comes back by itself, and closing it ends what goes through it', async () => {
    const { id, localPort } = await open();
    await sshd.kill();
    await vi.waitFor(() => expect(forwards.list()[0]?.connection).toBe('waiting'));
    await sshd.restart();
    await vi.waitFor(() => expect(forwards.list()[0]?.connection).toBe('open'), 20_000);
    expect(await echo(localPort, 'back')).toBe('back');
    const socket = net.connect(localPort, '127.0.0.1');
    await once(socket, 'connect');
    forwards.close(id);
    await once(socket, 'close');
    await expect(echo(localPort, 'x')).rejects.toThrow();
    expect(() => forwards.close(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});
