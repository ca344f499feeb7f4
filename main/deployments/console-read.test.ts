import { appendFileSync, existsSync } from 'node:fs';
import net from 'node:net';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { createEngine } from '../docker/engine';
import { hearOn, type Heard } from './console-read';
import { newWatch } from './console-watch';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('the console of a kit, as a real engine keeps it', () => {
  let dockerd: Dockerd;
  let docker: Docker;
  let received = 0;
  beforeAll(async () => {
    dockerd = await startDockerd();
    docker = createEngine(async () => {
      const socket = net.connect(dockerd.socket);
      socket.on('data', ({ length }) => (received += length));
      return socket;
    });
  }, 90_000);
  afterAll(async () => dockerd?.end());

  /** One that says nothing itself, and how to give it lines of so many seconds after its start. */
  function start() {
    const id = dockerd.docker('run', '-d', '--network', 'none', testImage, 'sleep', '600');
    const inspect = (what: string) => dockerd.docker('inspect', '-f', `{{.${what}}}`, id);
    const [file, startedAt] = [inspect('LogPath'), inspect('State.StartedAt')];
    const write = (lines: string[], from: number, to: number) => {
      const time = (index: number) => {
        const seconds = from + ((to - from) * index) / lines.length;
        return new Date(Date.parse(startedAt) + 1000 * seconds).toISOString();
      };
      const entries = lines.map((line, index) =>
        JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: time(index) }),
      );
      appendFileSync(file, `${entries.join('\n')}\n`);
    };
    const heard: Heard = { ...newWatch(), startedAt, until: '', last: '' };
    return { id, write, heard };
  }
  const hearAll = async ({ id, heard }: ReturnType<typeof start>) => {
    received = 0;
    await hearOn(docker, id, heard, AbortSignal.timeout(60_000));
    return received;
  };
  const flood = (megabytes: number): string[] =>
    Array.from({ length: megabytes * 100 }, (_, index) => `${index} ${'0123456789'.repeat(1050)}`);

  test('its start and its end are heard, and a flood between them is not read', async () => {
    const kit = start();
    kit.write(['INFO - Server started', 'Total clients: 2'], 1, 2);
    kit.write(flood(50), 2, 170);
    kit.write(flood(15), 200, 300);
    kit.write(['Total clients: 3', 'the last'], 301, 302);
    expect(await hearAll(kit)).toBeLessThan(52 << 20);
    expect(kit.heard).toMatchObject({ ready: true, sites: 3, last: 'the last', wires: null });
    // Much more than one reads on comes, and what is behind it is heard.
    kit.write(flood(40), 303, 400);
    kit.write(['Total clients: 1'], 401, 402);
    expect(await hearAll(kit)).toBeLessThan(52 << 20);
    expect(kit.heard).toMatchObject({ ready: true, sites: 1, last: 'Total clients: 1' });
    // A little comes.
    kit.write(['Connection [CN00002 N/A => server:8002] is created: PID: 7'], 403, 404);
    expect(await hearAll(kit)).toBeLessThan(9 << 20);
    expect(kit.heard).toMatchObject({ main: '7', wires: new Set(['CN00002']) });
    kit.write(['[CN00002 Not Connected] is closed PID: 7'], 405, 406);
    await hearAll(kit);
    expect(kit.heard.wires).toEqual(new Set());
  }, 120_000);

  test('many lines of what it says are all heard, however long nobody looked', async () => {
    const kit = start();
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `epoch ${index}`);
    kit.write(['INFO - Server started', 'Connection [CN00002 N/A => s:8002] is created: PID: 7'], 1, 2);
    await hearAll(kit);
    kit.write(['[CN00002 Not Connected] is closed PID: 7', ...lines(45_000)], 3, 1000);
    await hearAll(kit);
    expect(kit.heard).toMatchObject({ ready: true, wires: new Set(), last: 'epoch 44999' });
  }, 60_000);
});
