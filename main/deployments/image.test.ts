import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { createEngines } from '../docker/engines';
import { openMachines, settingsOf } from '../hosts/test-machines';
import { probeImage } from './image';

function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('an image that is tried', () => {
  let dockerd: Dockerd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  const ways: net.Server[] = [];
  beforeAll(async () => {
    dockerd = await startDockerd();
    machines = await openMachines();
  }, 90_000);
  afterAll(async () => {
    for (const way of ways) way.close();
    machines?.close();
    await dockerd?.end();
  });

  const probes = () => dockerd.docker('ps', '-aq', '--filter', 'label=fedwright.probe');

  /** A way to the engine on which what makes a container gets through once `go` resolves, and no answer comes back. */
  async function tryLate(name: string, go: Promise<void>) {
    const socket = `${dockerd.socket}-${name}`;
    const seen = makeGate();
    const way = net.createServer((near) => {
      const far = net.connect(dockerd.socket);
      let heard = true;
      near.on('data', (chunk) => {
        if (!chunk.toString('latin1').includes('/containers/create')) return void far.write(chunk);
        heard = false;
        seen.open();
        void go.then(() => far.write(chunk));
      });
      far.on('data', (chunk) => heard && near.write(chunk));
      near.on('error', () => undefined).on('close', () => heard && far.destroy());
      // Nor that the engine has said all that it had to.
      far.on('error', () => undefined).on('close', () => heard && near.destroy());
    });
    ways.push(way);
    await new Promise<void>((resolve) => way.listen(socket, resolve));
    const at = { address: '', port: 22, username: '' } as never;
    const here = { name, kind: 'local' as const, dockerSocket: socket };
    const host = await machines.hosts.create({ ...settingsOf(at, here), keyGrantId: null });
    const giveUp = new AbortController();
    const engines = createEngines(machines.hosts.access);
    const tried = probeImage(engines, host.id, { image: testImage, script: 'exit' }, giveUp.signal);
    tried.catch(() => undefined);
    await seen.opened;
    return { tried, giveUp: () => giveUp.abort(new Error('given up')) };
  }

  test('leaves no container where the engine makes it and nobody hears of it', async () => {
    const { tried, giveUp } = await tryLate('unheard', Promise.resolve());
    await vi.waitFor(() => expect(probes()).not.toBe(''), 20_000);
    giveUp();
    await expect(tried).rejects.toThrow('given up');
    // The engine may have it in its list before it lets go of it.
    await vi.waitFor(() => expect(probes()).toBe(''), 10_000);
  });

  test('leaves none that the engine makes only while it is given up', async () => {
    const gate = makeGate();
    const { tried, giveUp } = await tryLate('late', gate.opened);
    giveUp();
    gate.open();
    await expect(tried).rejects.toThrow('given up');
    await vi.waitFor(() => expect(probes()).toBe(''), 10_000);
  });
});
