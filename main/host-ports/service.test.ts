import { existsSync } from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { freePort } from '../../e2e/servers/free-port';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { createEngines } from '../docker/engines';
import { publishedPorts } from '../containers/published-ports';
import type { TakenPort } from '../../preload/contract/host-ports';
import { addTrusted, openMachines, settingsOf } from '../hosts/test-machines';
import { createHostPorts, type HostPortsService } from './service';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('ports of a real host with a real engine, through SSH', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let ports: HostPortsService;
  let hostId: string;
  let server: net.Server;
  let listening: number;
  beforeAll(async () => {
    [dockerd, sshd, machines] = await Promise.all([
      startDockerd([], { bridge: true }),
      startSshd(),
      openMachines(),
    ]);
    const { access } = machines.hosts;
    const engines = createEngines(access);
    ports = createHostPorts({
      ...{ store: machines.store, access },
      publishedPorts: (id, signal) => publishedPorts(engines, id, signal),
    });
    hostId = (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id;
    server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    listening = (server.address() as net.AddressInfo).port;
  }, 90_000);
  afterAll(async () => {
    server?.close();
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  const look = async () => (await ports.taken(hostId)).ports;
  const at = (port: number, all: TakenPort[]) =>
    all
      .filter((each) => each.port === port)
      .map(({ kind, holder, protocol, address, active }) => ({ kind, holder, protocol, address, active }));

  test('are those of running and stopped containers, of programs, and what is kept, each with who has it', async () => {
    const [running, stopped, kept] = [await freePort(), await freePort(), await freePort()];
    const publish = (port: number, inside: string) => ['-p', `127.0.0.1:${port}:${inside}`];
    dockerd.docker('run', '-d', '--name', 'web', ...publish(running, '80'), testImage, 'sleep', '600');
    dockerd.docker('create', '--name', 'resting', ...publish(stopped, '53/udp'), testImage, 'sleep', '600');
    await ports.reserve(hostId, [{ port: kept, protocol: 'tcp' }], {
      owner: 'kit:1',
      purpose: 'Server of study',
    });

    const all = await look();
    const own = { address: '127.0.0.1', protocol: 'tcp' };
    // The proxy of the container is not listed beside it.
    expect(at(running, all)).toEqual([{ ...own, kind: 'container', holder: 'web', active: true }]);
    expect(at(stopped, all)).toEqual([
      { ...own, kind: 'container', holder: 'resting', active: false, protocol: 'udp' },
    ]);
    expect(at(listening, all)).toMatchObject([{ ...own, kind: 'listener', active: true }]);
    expect(at(listening, all)[0]?.holder).toBeTruthy();
    expect(at(kept, all)).toMatchObject([{ kind: 'reservation', holder: 'Server of study', active: false }]);
    expect((await ports.taken(hostId)).unknown).toEqual([]);
    expect(sshd.accepted()).toBe(1);

    const refused = (port: number, protocol: 'tcp' | 'udp' = 'tcp') =>
      ports.assertFree(hostId, [{ port, protocol }]).catch((error: Error) => error.message);
    expect(await refused(running)).toContain('belongs to the container "web"');
    expect(await refused(running, 'udp')).toBeUndefined();
    expect(await refused(stopped, 'udp')).toContain('"resting", which does not run');
    expect(await refused(listening)).toMatch(/is used by "\w+/);
    expect(await refused(kept)).toContain('reserved for "Server of study"');
    const other = { port: running, protocol: 'tcp', address: '127.0.0.2' } as const;
    await ports.assertFree(hostId, [other]);

    ports.releaseAll('kit:1');
    expect(at(kept, await look())).toEqual([]);
  });

  test('are given out of a range, each to one only', async () => {
    const from = 42_000 + (process.pid % 20_000);
    const range = { from, to: from + 9, count: 3 };
    dockerd.docker('create', '--name', 'first', '-p', `${from}:80`, testImage, 'sleep', '600');
    const owners = ['kit:a', 'kit:b', 'kit:c'];
    const given = await Promise.all(
      owners.map((owner) => ports.reserveNext(hostId, range, { owner, purpose: owner })),
    );
    expect(new Set(given.flat()).size).toBe(9);
    expect(given.flat()).not.toContain(from);
    await expect(ports.nextFree(hostId, { ...range, count: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `"north" has no free TCP ports from ${from} to ${from + 9}, and 1 is needed.`,
    });
    await expect(
      ports.reserve(hostId, [{ port: given[1]?.[0] ?? 0, protocol: 'tcp' }], {
        owner: 'kit:a',
        purpose: 'x',
      }),
    ).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('kit:b') as string });
    owners.forEach(ports.releaseAll);
    expect(await ports.nextFree(hostId, { ...range, except: [from + 1] })).toEqual([
      from + 2,
      from + 3,
      from + 4,
    ]);
  });

  test('are known as far as the host tells, and what is not known is said', async () => {
    const bare = await addTrusted(machines, sshd, { name: 'bare', dockerSocket: '/nowhere.sock' });
    const { ports: known, unknown } = await ports.taken(bare.id);
    expect(known.map(({ port }) => port)).toContain(listening);
    expect(unknown).toMatchObject([{ what: 'containers' }]);
    const gone = await machines.hosts.create({
      ...settingsOf(sshd, { name: 'gone', port: await freePort() }),
      keyGrantId: sshd.keyFile,
    });
    await expect(ports.taken(gone.id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await machines.hosts.remove(bare.id);
  });
});
