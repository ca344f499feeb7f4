import { existsSync } from 'node:fs';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

  test('says in words why it cannot be asked', async () => {
    const { id } = await addTrusted(machines, sshd, { name: 'south', dockerSocket: '/nowhere.sock' });
    const nowhere = createEngine(() => machines.hosts.access.engineStream(id));
    const error = await nowhere.ping().catch((thrown: unknown) => engineProblem(thrown, 'north'));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', data: { reason: 'unreachable' } });
  });
});
