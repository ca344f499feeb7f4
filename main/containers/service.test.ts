import { existsSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { placeNvidiaSmi } from '../../e2e/servers/nvidia-smi';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import type { Host } from '../../preload/contract/hosts';
import { addTrusted, openMachines, settingsOf } from '../hosts/test-machines';
import { createEngines } from '../docker/engines';
import { type Containers, createContainers } from './service';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('containers of a real engine, through SSH', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let containers: Containers;
  let host: Host;
  beforeAll(async () => {
    dockerd = await startDockerd();
    sshd = await startSshd();
    machines = await openMachines();
    containers = createContainers({
      engines: createEngines(machines.hosts.access),
      access: machines.hosts.access,
      explainStart: async (_of, error) => error,
    });
    host = await addTrusted(machines, sshd, { dockerSocket: dockerd.socket });
  }, 90_000);
  afterAll(async () => {
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  const run = (...args: string[]) => dockerd.docker('run', '-d', '--network', 'none', ...args);
  const idOf = (containerId: string) => ({ hostId: host.id, containerId });

  test('are listed with their limits and use, beside a host that does not answer', async () => {
    const id = run(
      '--name',
      'busy',
      '--cpus',
      '0.5',
      '--memory',
      '64m',
      testImage,
      'sh',
      '-c',
      'while :; do :; done',
    );
    const local = await machines.hosts.create({
      ...settingsOf(sshd, { name: 'dead', kind: 'local', dockerSocket: '/nowhere.sock' }),
      keyGrantId: null,
    });
    const seen = { failed: false, cpu: 0 };
    const stop = new AbortController();
    for await (const event of containers.watch(null, stop.signal)) {
      if (event.type === 'failed') seen.failed = event.hostId === local.id;
      if (event.type === 'listed')
        expect(event.containers).toMatchObject([{ id, name: 'busy', state: 'running', image: testImage }]);
      if (event.type === 'measured') {
        const [measure] = event.measures;
        expect(measure).toMatchObject({ id, limits: { cpus: 0.5, memoryBytes: 64 << 20 } });
        expect(measure?.usage?.memoryBytes).toBeGreaterThan(0);
        seen.cpu = measure?.usage?.cpuPercent ?? 0;
      }
      if (seen.failed && seen.cpu > 0) stop.abort();
    }
    expect(seen.cpu).toBeLessThan(90);
    await machines.hosts.remove(local.id);
    await containers.remove({ ...idOf(id), force: true, volumes: false });
    expect(dockerd.docker('ps', '-aq')).toBe('');
    expect(sshd.accepted()).toBe(1);
  });

  test('use GPUs that only the driver of their host tells of', async () => {
    const gpus = placeNvidiaSmi(2);
    const other = await startSshd([], undefined, gpus.environment);
    const ids = ['trainer', 'idle'].map((name) =>
      run('--name', name, testImage, 'sh', '-c', 'sleep 600 & sleep 600'),
    );
    const inside = dockerd
      .docker('top', ids[0] ?? '', '-eo', 'pid,args')
      .split('\n')
      .slice(1);
    const [first = 0, second = 0] = inside.map((line) => Number.parseInt(line, 10));
    gpus.use([
      { pid: first, gpu: 0, mebibytes: 8000 },
      { pid: second, gpu: 0, mebibytes: 200 },
      { pid: second, gpu: 1, mebibytes: 100 },
      // Of no container.
      { pid: process.pid, gpu: 1, mebibytes: 5000 },
    ]);
    try {
      const { id: hostId } = await addTrusted(machines, other, {
        ...{ name: 'with-gpus', dockerSocket: dockerd.socket },
      });
      const stop = new AbortController();
      const measured = async (id: string) => {
        for await (const event of containers.watch([id], stop.signal))
          if (event.type === 'measured') return event;
        throw new Error('nothing was measured');
      };
      const { gpus: seen, measures } = await measured(hostId);
      expect(seen.map(({ index, busyPercent, name }) => [index, busyPercent, name])).toEqual([
        [0, 40, 'NVIDIA RTX 4090'],
        [1, 40, 'NVIDIA RTX 4090'],
      ]);
      const sharesOf = (id: string | undefined) => measures.find((each) => each.id === id)?.gpus;
      expect(sharesOf(ids[0])).toEqual([
        { index: 0, memoryBytes: 8200 * 2 ** 20 },
        { index: 1, memoryBytes: 100 * 2 ** 20 },
      ]);
      expect(sharesOf(ids[1])).toEqual([]);
      // The same engine, beside which there is no driver.
      const without = await measured(host.id);
      expect(without.gpus).toEqual([]);
      expect(without.measures.every((each) => each.gpus === null)).toBe(true);
      await machines.hosts.remove(hostId);
    } finally {
      await other.end();
      gpus.end();
      dockerd.docker('rm', '-f', ...ids);
    }
  }, 30_000);

  test('get other limits while they run, and none beyond their host', async () => {
    const id = run('--memory', '64m', testImage, 'sleep', '600');
    const limits = { cpus: 0.25, memoryBytes: 128 << 20 };
    expect(await containers.setLimits({ ...idOf(id), ...limits })).toEqual(limits);
    expect(await containers.setLimits({ ...idOf(id), cpus: null, memoryBytes: 32 << 20 })).toEqual({
      ...{ cpus: 0.25, memoryBytes: 32 << 20 },
    });
    for (const more of [
      { cpus: 9000, memoryBytes: null },
      { cpus: null, memoryBytes: 2 ** 49 },
    ])
      await expect(containers.setLimits({ ...idOf(id), ...more })).rejects.toMatchObject({ code: 'INVALID' });
    expect(dockerd.docker('inspect', '-f', '{{.State.Running}}', id)).toBe('true');
  });

  test('show what they are, without what looks like a secret', async () => {
    const secret = 'hunter2-very-private';
    const id = run(
      '-e',
      `DB_PASSWORD=${secret}`,
      '-e',
      'ROUNDS=5',
      '--label',
      'site=north',
      testImage,
      'sleep',
      '600',
    );
    const detail = await containers.inspect(idOf(id));
    expect(detail.environment).toEqual(
      expect.arrayContaining([
        { name: 'DB_PASSWORD', value: null },
        { name: 'ROUNDS', value: '5' },
      ]),
    );
    expect(detail.labels).toEqual([{ name: 'site', value: 'north' }]);
    expect(JSON.stringify(detail)).not.toContain(secret);
    expect(JSON.parse(detail.raw)).toMatchObject({ Id: id });
  });

  test('are acted upon, each answering for itself', async () => {
    const id = run(testImage, 'sleep', '600');
    const state = () => dockerd.docker('inspect', '-f', '{{.State.Status}}', id);
    for (const [action, after] of [
      ...[['pause', 'paused'] as const, ['unpause', 'running'] as const, ['kill', 'exited'] as const],
      ...[['start', 'running'] as const, ['start', 'running'] as const],
    ]) {
      await containers.act({ ...idOf(id), action });
      expect(state()).toBe(after);
    }
    await containers.rename({ ...idOf(id), name: 'renamed' });
    expect(dockerd.docker('inspect', '-f', '{{.Name}}', id)).toBe('/renamed');
    await expect(containers.act({ ...idOf('0'.repeat(64)), action: 'start' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('a stop that takes long is given up at once, and the container is killed instead', async () => {
    const id = run('--stop-timeout', '300', testImage, 'sleep', '600');
    const giveUp = new AbortController();
    const stop = containers.act({ ...idOf(id), action: 'stop' }, giveUp.signal);
    const asked = () =>
      dockerd.docker('events', '--since', '1m', '--until', '0s', '--filter', `container=${id}`);
    await vi.waitFor(() => expect(asked()).toContain('signal=15'), 10_000);
    giveUp.abort(new Error('given up'));
    await expect(stop).rejects.toThrow('given up');
    expect(dockerd.docker('inspect', '-f', '{{.State.Running}}', id)).toBe('true');
    await containers.act({ ...idOf(id), action: 'kill' });
    await vi.waitFor(() => expect(dockerd.docker('inspect', '-f', '{{.State.Running}}', id)).toBe('false'));
  });

  test.each([[[]], [['-t']]])('logs are merged by time, binary included, with %j', async (options) => {
    const script = (name: string) =>
      `for i in 1 2 3; do echo ${name} $i; sleep 0.3; done; printf "\\000\\377\\033[31mred\\n"; sleep 600`;
    const ids = [1, 2].map((n) => run(...options, testImage, 'sh', '-c', script(`c${n}`)));
    const lines: { source: number; at: string; text: string }[] = [];
    const stop = new AbortController();
    const stream = containers.logs({ containers: ids.map(idOf), tail: 100 }, stop.signal);
    for await (const bundle of stream) {
      lines.push(...bundle.lines);
      if (lines.length >= 8) stop.abort();
    }
    expect(lines.map(({ source, text }) => `${source} ${text}`).toSorted()).toEqual(
      [0, 1].flatMap((source) => [
        ...[1, 2, 3].map((n) => `${source} c${source + 1} ${n}`),
        `${source} \ufffd\ufffdred`,
      ]),
    );
    expect(lines.every(({ at }) => /^\d{4}-.*Z$/.test(at))).toBe(true);
  });

  test('the log of one that stops goes on when it is started again, for whoever stays', async () => {
    const id = run(testImage, 'sh', '-c', 'echo "said at $(cat /proc/uptime)"; sleep 600');
    const said: string[] = [];
    const notes: string[] = [];
    for await (const { lines, failures } of containers.logs({
      containers: [idOf(id)],
      tail: 10,
      stay: true,
    })) {
      said.push(...lines.map(({ text }) => text));
      notes.push(...failures.map(({ message }) => message));
      if (said.length === 1 && notes.length === 0) dockerd.docker('kill', id);
      if (said.length === 1 && notes.length === 1) dockerd.docker('start', id);
      if (said.length === 2) break;
    }
    expect(notes).toEqual([expect.stringContaining('It does not run now.')]);
    expect(new Set(said).size).toBe(2);
    dockerd.docker('kill', id);
    const whole = containers.logs({ containers: [idOf(id)], tail: 10 });
    const all: string[] = [];
    for await (const { lines } of whole) all.push(...lines.map(({ text }) => text));
    expect(all).toEqual(said);
  });

  test('why a log cannot be read is told in the words of the engine', async () => {
    const id = run('--log-driver', 'none', testImage, 'sleep', '600');
    const notes: string[] = [];
    const stream = containers.logs({ containers: [idOf(id)], tail: 10, stay: true });
    for await (const { failures } of stream) notes.push(...failures.map(({ message }) => message));
    expect(notes).toEqual([expect.stringMatching(/failed\. .*logging driver does not support reading/)]);
  });

  test('the log of one whose engine does not answer yet begins when it does, for whoever stays', async () => {
    const id = run(testImage, 'sh', '-c', 'echo there; sleep 600');
    const dockerSocket = `${dockerd.socket}-later`;
    const local = await machines.hosts.create({
      ...settingsOf(sshd, { name: 'later', kind: 'local', dockerSocket }),
      keyGrantId: null,
    });
    const notes: string[] = [];
    const said: string[] = [];
    for await (const { lines, failures } of containers.logs({
      ...{ containers: [{ hostId: local.id, containerId: id }], tail: 10, stay: true },
    })) {
      said.push(...lines.map(({ text }) => text));
      if (said.length > 0) break;
      notes.push(...failures.map(({ message }) => message));
      symlinkSync(dockerd.socket, dockerSocket);
    }
    expect(said).toEqual(['there']);
    expect(notes).toEqual([expect.stringContaining('It goes on by itself when the host answers again.')]);
    await machines.hosts.remove(local.id);
  });

  test('the log of a container that was removed says so, before or while it is read', async () => {
    const id = run(testImage, 'sh', '-c', 'echo there; sleep 600');
    const gone = [{ source: 0, message: 'The container is gone: it was removed, and its log with it.' }];
    const texts: string[] = [];
    const failures: object[] = [];
    for await (const bundle of containers.logs({ containers: [idOf(id)], tail: 10 })) {
      if (texts.length === 0) dockerd.docker('rm', '-f', id);
      texts.push(...bundle.lines.map(({ text }) => text));
      failures.push(...bundle.failures);
    }
    expect([texts, failures]).toEqual([['there'], gone]);
    for await (const bundle of containers.logs({ containers: [idOf(id)], tail: 10 }))
      expect(bundle).toMatchObject({ lines: [], failures: gone });
  });
});
