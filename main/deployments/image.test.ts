import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { createEngines } from '../docker/engines';
import { openMachines, settingsOf } from '../hosts/test-machines';
import { probeImage } from './image';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('an image that is tried', () => {
  let dockerd: Dockerd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  beforeAll(async () => {
    dockerd = await startDockerd();
    machines = await openMachines();
  }, 90_000);
  afterAll(async () => {
    machines?.close();
    await dockerd?.end();
  });

  test('leaves no container where the engine makes it and nobody hears of it', async () => {
    const socket = `${dockerd.socket}-late`;
    const way = net.createServer((near) => {
      const far = net.connect(dockerd.socket);
      let heard = true;
      near.on('data', (chunk) => {
        heard &&= !chunk.toString('latin1').includes('/containers/create');
        far.write(chunk);
      });
      far.on('data', (chunk) => heard && near.write(chunk));
      near.on('error', () => undefined).on('close', () => far.destroy());
      // Nor that the engine has said all that it had to.
      far.on('error', () => undefined).on('close', () => heard && near.destroy());
    });
    await new Promise<void>((resolve) => way.listen(socket, resolve));
    try {
      const at = { address: '', port: 22, username: '' } as never;
      const here = { name: 'here', kind: 'local' as const, dockerSocket: socket };
      const host = await machines.hosts.create({ ...settingsOf(at, here), keyGrantId: null });
      const giveUp = new AbortController();
      const engines = createEngines(machines.hosts.access);
      const tried = probeImage(engines, host.id, { image: testImage, script: 'exit' }, giveUp.signal);
      tried.catch(() => undefined);
      const probes = () => dockerd.docker('ps', '-aq', '--filter', 'label=fedwright.probe');
      await vi.waitFor(() => expect(probes()).not.toBe(''), 20_000);
      giveUp.abort(new Error('given up'));
      await expect(tried).rejects.toThrow('given up');
      // The engine may have it in its list before it lets go of it.
      await vi.waitFor(() => expect(probes()).toBe(''), 10_000);
    } finally {
      way.close();
    }
  });
});
