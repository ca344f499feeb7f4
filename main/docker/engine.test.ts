import { existsSync } from 'node:fs';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { visitContainer } from './container-visit';
import { createEngine } from './engine';
import { createEngines } from './engines';
import { engineProblem } from './engine-problem';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('a real engine', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  beforeAll(async () => {
    dockerd = await startDockerd();
    sshd = await startSshd();
    machines = await openMachines();
  }, 90_000);
  afterAll(async () => {
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  test('is asked through its socket, and through the SSH connection of its host', async () => {
    const { id } = await addTrusted(machines, sshd, { dockerSocket: dockerd.socket });
    const here = createEngine(
      () =>
        new Promise<Duplex>((resolve, reject) => {
          const socket = net.connect(dockerd.socket, () => resolve(socket));
          socket.once('error', reject);
        }),
    );
    const there = createEngine(() => machines.hosts.access.engineStream(id));
    const lists = await Promise.all(Array.from({ length: 12 }, () => there.listImages()));
    for (const images of [await here.listImages(), ...lists])
      expect(images.flatMap(({ RepoTags }) => RepoTags)).toEqual([testImage]);
    expect(sshd.accepted()).toBe(1);
  });

  test('a command in a container that is thrown away harms nobody', async () => {
    const { id: hostId } = await addTrusted(machines, sshd, { name: 'east', dockerSocket: dockerd.socket });
    const engines = createEngines(machines.hosts.access);
    dockerd.docker('run', '-d', '--network', 'none', '--name', 'site', testImage, 'sleep', '600');
    const visit = await visitContainer(engines, { hostId, name: 'site', python: 'sleep' });
    const stream = await visit?.open(['sleep', '600']);
    const closed = new Promise((resolve) => stream?.once('close', resolve));
    stream?.destroy();
    // An error that nobody listens for would end the process, and fails the test.
    await closed;
    await visit?.leave();
    dockerd.docker('rm', '-f', 'site');
  });

  test('what takes too long is cut off, on the host too, and what clears up after it gets through', async () => {
    const { hosts } = machines;
    const { id: hostId } = await addTrusted(machines, sshd, { name: 'west', dockerSocket: dockerd.socket });
    const engines = createEngines(hosts.access);
    dockerd.docker('run', '-d', '--network', 'none', '--name', 'long', testImage, 'sleep', '600');
    const hold = hosts.access.hold(hostId);
    await hold.client();
    const cleared: Promise<unknown>[] = [];
    // An engine says nothing before the container has ended.
    const waiting = engines.ask(hostId, 1500, async (docker) => {
      try {
        await docker.getContainer('long').wait();
      } finally {
        cleared.push(docker.getContainer('long').remove({ force: true }));
      }
    });
    const abort = new AbortController();
    const given = engines.ask(hostId, 60_000, (docker) => docker.getContainer('long').wait(), abort.signal);
    // Its stream comes when the time is over.
    await expect(engines.ask(hostId, 0, (docker) => docker.ping())).rejects.toMatchObject({
      data: { reason: 'timeout' },
    });
    await vi.waitFor(() => expect(hosts.get(hostId).connection.uses).toBe(3));
    abort.abort(new Error('no more'));
    await expect(given).rejects.toThrow('no more');
    await expect(waiting).rejects.toMatchObject({ data: { reason: 'timeout' } });
    await vi.waitFor(() => expect(cleared).toHaveLength(1), 10_000);
    await cleared[0];
    await vi.waitFor(() => expect(hosts.get(hostId).connection.uses).toBe(1), 10_000);
    expect(dockerd.docker('ps', '-aq')).toBe('');
    hold.release();
  });

  test('what is given up takes no other question to the same engine with it', async () => {
    const { hosts } = machines;
    const { id } = await addTrusted(machines, sshd, { name: 'fresh', dockerSocket: dockerd.socket });
    const engines = createEngines(hosts.access);
    const abort = new AbortController();
    // The first is the one that finds out which version both speak.
    const first = engines.ask(id, 30_000, (docker) => docker.listImages(), abort.signal);
    const next = engines.ask(id, 30_000, (docker) => docker.listImages());
    abort.abort(new Error('no more'));
    await expect(first).rejects.toThrow('no more');
    expect(await next).toHaveLength(1);
  });

  test('says in words why it cannot be asked', async () => {
    const { id } = await addTrusted(machines, sshd, { name: 'south', dockerSocket: '/nowhere.sock' });
    const nowhere = createEngine(() => machines.hosts.access.engineStream(id));
    const error = await nowhere.ping().catch((thrown: unknown) => engineProblem(thrown, 'north'));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', data: { reason: 'unreachable' } });
  });
});
