import { chmodSync, closeSync, existsSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { type Containers, createContainers } from '../containers/service';
import { createEngines } from '../docker/engines';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { heldBytes } from './held-bytes';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('an engine through SSH, when things go wrong', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let containers: Containers;
  let hostId: string;
  beforeAll(async () => {
    dockerd = await startDockerd();
    sshd = await startSshd();
  }, 90_000);
  afterAll(async () => {
    await sshd?.end();
    await dockerd?.end();
  });
  beforeEach(async () => {
    machines = await openMachines();
    containers = createContainers({
      engines: createEngines(machines.hosts.access),
      access: machines.hosts.access,
      explainStart: async (_of, error) => error,
    });
    hostId = (await addTrusted(machines, sshd, { dockerSocket: dockerd.socket })).id;
  });
  afterEach(() => {
    machines.close();
    const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
    if (left.length > 0) dockerd.docker('rm', '-f', ...left);
  });

  const run = (script: string, ...args: string[]) =>
    dockerd.docker('run', '-d', '--network', 'none', ...args, testImage, 'sh', '-c', script);

  /** A page that reads a log. */
  function follow(containerId: string, tail = 1000) {
    const leave = new AbortController();
    const seen = { texts: [] as string[], skipped: 0, failures: [] as string[] };
    const read = async () => {
      const wanted = { containers: [{ hostId, containerId }], tail };
      for await (const bundle of containers.logs(wanted, leave.signal)) {
        seen.texts.push(...bundle.lines.map(({ text }) => text));
        seen.skipped += bundle.skipped;
        seen.failures.push(...bundle.failures.map(({ message }) => message));
      }
    };
    const reading = read();
    return {
      seen,
      end: () => {
        leave.abort();
        return reading;
      },
    };
  }

  test('a log that breaks off with its server says so, and goes on without a gap or a line twice', async () => {
    const id = run('i=0; while :; do echo line $i; i=$((i+1)); sleep 0.05; done');
    const log = follow(id);
    await vi.waitFor(() => expect(log.seen.texts.length).toBeGreaterThan(5), { timeout: 10_000 });
    await sshd.kill();
    await vi.waitFor(() => expect(log.seen.failures).toEqual([expect.stringContaining('broke off')]), {
      timeout: 10_000,
    });
    const before = log.seen.texts.length;
    await sshd.restart();
    await vi.waitFor(() => expect(log.seen.texts.length).toBeGreaterThan(before + 20), { timeout: 20_000 });
    expect(log.seen.texts).toEqual(log.seen.texts.map((_, index) => `line ${index}`));
    await log.end();
  }, 60_000);

  test('a page that is open sees the engine go and come back', async () => {
    dockerd.docker('create', '--name', 'waiting', testImage, 'sleep', '1');
    const leave = new AbortController();
    const seen: string[] = [];
    let restarted: Promise<void> | null = null;
    for await (const event of containers.watch([hostId], leave.signal)) {
      if (event.type === 'measured') continue;
      const what = event.type === 'failed' ? event.error.message : event.containers[0]?.name;
      if (seen.at(-1) !== what) seen.push(what ?? '');
      if (event.type === 'listed' && !restarted) restarted = dockerd.kill();
      if (event.type === 'failed') {
        await restarted;
        restarted = dockerd.start();
        await restarted;
      }
      if (event.type === 'listed' && seen.length > 2) leave.abort();
    }
    expect(seen).toEqual([
      'waiting',
      expect.stringMatching(/is not there|cannot be reached|does not answer/),
      'waiting',
    ]);
  }, 90_000);

  test('a user who may not use the socket is told what to ask for', async () => {
    const account = { username: 'site-operator', password: 'correct horse battery' };
    // As `/var/run` is, unlike the folder of a test.
    chmodSync(path.dirname(dockerd.socket), 0o755);
    const other = await startSshd(['PasswordAuthentication yes'], account);
    try {
      const host = await addTrusted(machines, other, {
        ...{ name: 'locked', auth: 'password', dockerSocket: dockerd.socket },
      });
      await machines.hosts.setSecret({ hostId: host.id, kind: 'password', value: account.password });
      const events = containers.watch([host.id]);
      const { value } = await events.next();
      expect(value).toMatchObject({
        type: 'failed',
        error: {
          message: expect.stringContaining('may not be used by your user'),
          hint: expect.stringContaining('group "docker"'),
        },
      });
      await events.return(undefined);
    } finally {
      await other.end();
    }
  }, 60_000);

  test('the end of a log of 2 GB is there at once, and what follows too', async () => {
    const id = run('while [ ! -e /go ]; do sleep 0.1; done; echo after; sleep 600');
    // An engine reads a log as far as it knows it, which it learns at a start.
    dockerd.docker('kill', id);
    fillLog(dockerd.docker('inspect', '-f', '{{.LogPath}}', id), 2 * 1024 ** 3, 3000);
    dockerd.docker('start', id);
    const started = performance.now();
    const log = follow(id, 1000);
    await vi.waitFor(() => expect(log.seen.texts).toHaveLength(1000), { timeout: 20_000 });
    expect(performance.now() - started).toBeLessThan(15_000);
    expect([log.seen.texts[0], log.seen.texts.at(-1)]).toEqual(['old 2000', 'old 2999']);
    dockerd.docker('exec', id, 'touch', '/go');
    await vi.waitFor(() => expect(log.seen.texts.at(-1)).toBe('after'), { timeout: 10_000 });
    await log.end();
  }, 60_000);

  test('a flood of lines takes no memory, and what was left out is counted', async () => {
    const flood = 'yes 0123456789abcdef0123456789abcdef | head -n 50000';
    const id = run(`echo ready; while [ ! -e /go ]; do sleep 0.1; done; ${flood}; echo done; sleep 600`);
    const log = follow(id, 5000);
    await vi.waitFor(() => expect(log.seen.texts).toEqual(['ready']), { timeout: 10_000 });
    dockerd.docker('exec', id, 'touch', '/go');
    const sizes: number[] = [];
    let lines = 0;
    await vi.waitFor(
      () => {
        sizes.push(heldBytes());
        // A page keeps the newest only.
        lines += log.seen.texts.splice(0, Math.max(0, log.seen.texts.length - 100)).length;
        expect(log.seen.texts.at(-1)).toBe('done');
      },
      { timeout: 40_000, interval: 200 },
    );
    // `ready`, each line of the flood, and `done`.
    expect(lines + log.seen.texts.length + log.seen.skipped).toBe(50_002);
    // As much in the second half as in the first.
    const half = sizes.length >> 1;
    const [first, second] = [Math.max(...sizes.slice(0, half)), Math.max(...sizes.slice(half))];
    expect(second - first).toBeLessThan(16 * 1024 ** 2);
    await log.end();
  }, 60_000);

  test('200 containers are listed in one round, over one connection', async () => {
    const engines = createEngines(machines.hosts.access);
    const ids = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        engines.ask(hostId, 60_000, async (docker) => {
          const { id } = await docker.createContainer({
            ...{ name: `many-${index}`, Image: testImage, Cmd: ['sleep', '1'] },
            HostConfig: { NetworkMode: 'none' },
          });
          return id;
        }),
      ),
    );
    const leave = new AbortController();
    const accepted = sshd.accepted();
    for await (const event of containers.watch([hostId], leave.signal)) {
      if (event.type === 'failed') throw new Error(event.error.message);
      if (event.type === 'listed') expect(event.containers).toHaveLength(200);
      if (event.type !== 'measured') continue;
      expect(event.measures.map((each) => each.id).toSorted()).toEqual(ids.toSorted());
      leave.abort();
    }
    expect(sshd.accepted()).toBe(accepted);
  }, 90_000);
});

/** A log with a hole of this size before its last lines, which takes no room on the disk. */
function fillLog(file: string, holeBytes: number, lines: number): void {
  const log = openSync(file, 'r+');
  const at = Date.now() - 3_600_000;
  const line = (index: number) =>
    JSON.stringify({ log: `old ${index}\n`, stream: 'stdout', time: new Date(at + index).toISOString() });
  ftruncateSync(log, holeBytes);
  const text = `\n${Array.from({ length: lines }, (_, index) => line(index)).join('\n')}\n`;
  writeSync(log, text, holeBytes);
  closeSync(log);
}
