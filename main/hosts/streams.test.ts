import { once } from 'node:events';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dropPackets } from '../../e2e/servers/packet-drop';
import { freePort } from '../../e2e/servers/free-port';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines, settingsOf } from './test-machines';

const required = process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1';
const missing = !existsSync('/usr/sbin/sshd') && !required;

describe.skipIf(missing)('streams through a real sshd', () => {
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let hostId: string;
  beforeEach(async () => {
    sshd = await startSshd();
    machines = await openMachines();
    hostId = (await addTrusted(machines, sshd)).id;
  });
  afterEach(async () => {
    machines.close();
    await sshd.end();
  });
  const uses = (id = hostId) => machines.hosts.get(id).connection.uses;

  test('one that is thrown away unread, or while it is paused, holds its connection no longer', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(Buffer.alloc(1 << 22));
    });
    try {
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as net.AddressInfo;
      const open = () => machines.hosts.access.tcp(hostId, '127.0.0.1', port);
      const [unread, paused, waited] = [await open(), await open(), await open()];
      expect(uses()).toBe(3);
      paused.on('data', () => paused.pause());
      await Promise.all([once(paused, 'data'), once(waited, 'readable')]);
      const closed = Promise.all([unread, paused, waited].map((stream) => once(stream, 'close')));
      for (const stream of [unread, paused, waited]) stream.destroy();
      expect(uses()).toBe(0);
      await closed;
      const listened = await open();
      listened.on('error', () => undefined).destroy(new Error('no more'));
      await expect(once(listened, 'close')).rejects.toThrow('no more');
    } finally {
      server.close();
    }
  });

  test.skipIf(process.getuid?.() !== 0 && !required)(
    'where a firewall swallows everything nobody waits for long, and whoever gives up does so at once',
    async () => {
      const { hosts } = machines;
      const port = await freePort();
      const behind = { name: 'behind', port, jumpHostId: hostId };
      const { id } = await hosts.create({ ...settingsOf(sshd, behind), keyGrantId: sshd.keyFile });
      const dropped = dropPackets(port);
      try {
        await hosts.connect(hostId);
        const late = hosts.access.tcp(hostId, '127.0.0.1', port);
        const lateKey = hosts.lookAtKey(id);
        const tooLate = { data: { reason: 'unreachable', details: 'no answer within 15 s' } };
        // Expected from now on: which of them fails first is not known.
        const bothLate = Promise.all([
          expect(late).rejects.toMatchObject(tooLate),
          expect(lateKey).rejects.toMatchObject(tooLate),
        ]);
        const abort = new AbortController();
        const stream = hosts.access.tcp(hostId, '127.0.0.1', port, abort.signal);
        const key = hosts.lookAtKey(id, abort.signal);
        const connecting = hosts.connect(id, abort.signal);
        await vi.waitFor(() => expect(hosts.get(id).connection.state).toBe('connecting'));
        await vi.waitFor(() => expect(uses()).toBe(5));
        abort.abort(new Error('no more'));
        await expect(connecting).rejects.toMatchObject({ code: 'CANCELLED' });
        await expect(stream).rejects.toThrow('no more');
        await expect(key).rejects.toThrow('no more');
        expect(hosts.get(id).connection.state).toBe('closed');
        await vi.waitFor(() => expect(uses()).toBe(2));
        await bothLate;
        expect(uses()).toBe(0);
      } finally {
        dropped.end();
      }
    },
  );
});
