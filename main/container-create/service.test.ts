import { existsSync } from 'node:fs';
import net from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { placeNvidiaSmi } from '../../e2e/servers/nvidia-smi';
import { freePort } from '../../e2e/servers/free-port';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import {
  type ContainerSpec,
  containerSpecSchema,
  repairSchema,
} from '../../preload/contract/container-create';
import { createContainers } from '../containers/service';
import { settingsOf } from '../hosts/test-machines';
import { openCreation } from './test-creation';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('making containers on a real engine, through SSH', () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let opened: Awaited<ReturnType<typeof openCreation>>;
  let { machines, engines, creation, blind, ports, hostId, redact } = {} as typeof opened;
  const gpus = placeNvidiaSmi(2);
  beforeAll(async () => {
    [dockerd, sshd] = await Promise.all([
      startDockerd([], { bridge: true }),
      startSshd([], undefined, gpus.environment),
    ]);
    opened = await openCreation(dockerd, sshd);
    ({ machines, engines, creation, blind, ports, hostId, redact } = opened);
  }, 90_000);
  afterEach(() => {
    const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
    if (left.length > 0) dockerd.docker('rm', '-f', ...left);
  });
  afterAll(async () => {
    machines?.close();
    await sshd?.end();
    await dockerd?.end();
    gpus.end();
  });

  const specOf = (change: Partial<ContainerSpec>): ContainerSpec => ({
    ...containerSpecSchema.parse({ image: testImage, command: ['sleep', '600'] }),
    ...change,
  });
  const portOf = (from: number, to = from) => ({
    ...({ containerPort: 80, protocol: 'tcp', address: '127.0.0.1', from, to } as const),
  });
  const inspect = (id: string) =>
    JSON.parse(dockerd.docker('inspect', id))[0] as {
      State: { Running: boolean };
      Config: { Env: string[]; Cmd: string[]; Entrypoint: string[]; Labels: Record<string, string> };
      HostConfig: { NanoCpus: number; Memory: number; RestartPolicy: { Name: string } };
      NetworkSettings: { Networks: object };
      Mounts: { Type: string; Name?: string; Source: string; Destination: string; RW: boolean }[];
    };

  test('has all that was asked for, and a secret of the keychain that is nowhere else', async () => {
    const secret = 'correct horse "battery" staple';
    await creation.setSecret('registry-login', secret);
    const port = await freePort();
    dockerd.docker('network', 'create', 'north-net');
    const made = await creation.create(
      hostId,
      specOf({
        ...{
          name: 'site-1',
          entrypoint: ['sh', '-c'],
          command: ['sleep "$SECONDS_TO_SLEEP"; echo $((1 + 1))'],
        },
        environment: [
          { name: 'SECONDS_TO_SLEEP', value: '600', secret: null },
          { name: 'LOGIN', value: null, secret: 'registry-login' },
        ],
        mounts: [
          { kind: 'volume', source: 'site-data', target: '/data', readOnly: false },
          { kind: 'bind', source: '/etc/hostname', target: '/etc/their-hostname', readOnly: true },
        ],
        networks: ['bridge', 'north-net'],
        ...{ restart: 'unless-stopped', cpus: 0.5, memoryBytes: 64 << 20, ports: [portOf(port)] },
        labels: [{ name: 'study', value: 'north' }],
      }),
    );
    expect(made).toMatchObject({ name: 'site-1', ports: [port] });
    const { State, Config, HostConfig, Mounts, NetworkSettings } = inspect(made.containerId);
    expect(State.Running).toBe(true);
    expect(Config).toMatchObject({ Entrypoint: ['sh', '-c'], Labels: { study: 'north' } });
    expect(Config.Env).toEqual(expect.arrayContaining(['SECONDS_TO_SLEEP=600', `LOGIN=${secret}`]));
    expect(HostConfig).toMatchObject({
      NanoCpus: 5e8,
      Memory: 64 << 20,
      RestartPolicy: { Name: 'unless-stopped' },
    });
    expect(Mounts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Type: 'volume', Name: 'site-data', Destination: '/data', RW: true }),
        expect.objectContaining({ Type: 'bind', Source: '/etc/hostname', RW: false }),
      ]),
    );
    expect(Object.keys(NetworkSettings.Networks).toSorted()).toEqual(['bridge', 'north-net']);
    expect(dockerd.docker('port', 'site-1')).toBe(`80/tcp -> 127.0.0.1:${port}`);

    const { access } = machines.hosts;
    const containers = createContainers({
      ...{ engines, access, explainStart: async (_of, error) => error },
    });
    const detail = await containers.inspect({ hostId, containerId: made.containerId });
    expect(detail.environment).toContainEqual({ name: 'LOGIN', value: null });
    expect(JSON.stringify(detail)).not.toContain('battery');
    expect(redact(`it says ${secret}`)).toBe('it says [removed]');
    expect(JSON.stringify(creation.secrets())).not.toContain('battery');
    await creation.setSecret('registry-login', null);
    await expect(
      creation.create(
        hostId,
        specOf({ environment: [{ name: 'A', value: null, secret: 'registry-login' }] }),
      ),
    ).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('registry-login') as string,
    });
  });

  test('a port that is taken is named before anything is made, and another one offered', async () => {
    const port = await freePort();
    dockerd.docker('run', '-d', '--name', 'web', '-p', `127.0.0.1:${port}:80`, testImage, 'sleep', '600');
    const spec = specOf({ name: 'second', ports: [portOf(port)] });
    const { checks, ports } = await creation.check(hostId, spec);
    expect(ports).toEqual([null]);
    const [clash] = checks.filter(({ about }) => about === 'port');
    expect(clash?.message).toContain('belongs to the container "web"');
    expect(clash?.port?.nextFree).toBeGreaterThan(port);
    await expect(creation.create(hostId, spec)).rejects.toMatchObject({
      ...{ code: 'CONFLICT', message: expect.stringContaining('"web"') as string },
    });
    const made = await creation.create(hostId, specOf({ ports: [portOf(port, port + 20)] }));
    expect(made.ports[0]).toBeGreaterThan(port);
    expect(dockerd.docker('ps', '-aq').split('\n')).toHaveLength(2);
  });

  test('a port that is taken after it was looked at gives way to the next; nothing is left behind', async () => {
    const port = await freePort();
    dockerd.docker('run', '-d', '--name', 'quick', '-p', `127.0.0.1:${port}:80`, testImage, 'sleep', '600');
    await expect(blind.create(hostId, specOf({ name: 'late', ports: [portOf(port)] }))).rejects.toMatchObject(
      {
        ...{ code: 'CONFLICT', message: `Port ${port} of "north" is taken.` },
      },
    );
    expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}')).toBe('quick');
    const made = await blind.create(hostId, specOf({ name: 'late', ports: [portOf(port, port + 20)] }));
    expect(made.ports).toEqual([port + 1]);
    expect(dockerd.docker('ps', '--format', '{{.Names}}').split('\n').toSorted()).toEqual(['late', 'quick']);
    const { ports } = machines.store.db
      ? await creation.check(hostId, specOf({ ports: [portOf(port + 1)] }))
      : { ports: [] };
    expect(ports).toEqual([null]);
  });

  test('a port that another program takes after it was looked at gives way as well', async () => {
    const port = await freePort();
    const program = net.createServer();
    await new Promise<void>((resolve) => program.listen(port, '127.0.0.1', resolve));
    try {
      await expect(blind.create(hostId, specOf({ ports: [portOf(port)] }))).rejects.toMatchObject({
        ...{ code: 'CONFLICT', message: `Port ${port} of "north" is taken.` },
      });
      const made = await blind.create(hostId, specOf({ ports: [portOf(port, port + 20)] }));
      expect(made.ports).toEqual([port + 1]);
    } finally {
      program.close();
    }
  });

  test('what does not start is told in words, and removed', async () => {
    const fails = (change: Partial<ContainerSpec>) =>
      blind
        .create(hostId, specOf(change))
        .catch((error: { message: string; data: { hint: string } }) => error);
    expect(await fails({ command: ['no-such-program'] })).toMatchObject({
      ...{ code: 'INVALID', message: 'The image cannot run this command.' },
    });
    expect(await fails({ name: 'greedy', cpus: 9000 })).toMatchObject({ code: 'INVALID' });
    expect(await fails({ image: 'nothing-like-it' })).toMatchObject({
      message: 'It does not have the image "nothing-like-it".',
    });
    expect(
      await fails({ mounts: [{ kind: 'bind', source: '/no/where', target: '/x', readOnly: true }] }),
    ).toMatchObject({
      message: 'There is no "/no/where" on the host.',
    });
    // The host has GPUs, and its engine no driver for them.
    expect(await fails({ gpus: { kind: 'count', count: 1 } })).toMatchObject({
      message: 'The engine of "north" cannot give GPUs to containers.',
    });
    expect(await fails({ gpus: { kind: 'devices', ids: ['0', '2'] } })).toMatchObject({
      message: 'It has no GPU 2.',
      data: { hint: 'Choose among 0 (GPU-00000000), 1 (GPU-00000001).' },
    });
    expect(dockerd.docker('ps', '-aq')).toBe('');
  });

  /** One that others have made, and could not start. */
  function fail(name: string, ...args: string[]): { hostId: string; containerId: string } {
    const containerId = dockerd.docker('create', '--name', name, ...args, testImage, 'sleep', '600');
    expect(() => dockerd.docker('start', containerId)).toThrow();
    return { hostId, containerId };
  }
  const asIs = repairSchema.parse({});

  test('one whose port was taken is told why, and made anew at another with all that it had', async () => {
    const [port, other] = [await freePort(), await freePort()];
    dockerd.docker('run', '-d', '--name', 'web', '-p', `127.0.0.1:${port}:80`, testImage, 'sleep', '600');
    dockerd.docker('network', 'create', 'repair-net');
    const of = fail(
      'site',
      ...['-p', `127.0.0.1:${port}:80`, '-p', `127.0.0.1:${other}:81`, '-e', 'A=b c', '--label', 'k=v'],
      ...['--memory', '64m', '--restart', 'on-failure:3', '-v', 'site-data:/data', '-w', '/work/deep'],
    );
    dockerd.docker('network', 'connect', '--alias', 'site-alias', 'repair-net', 'site');
    const before = inspect(of.containerId);
    const plan = await creation.repairPlan(of);
    expect(plan).toMatchObject({ name: 'site', obstacle: null, gpus: false, devices: [] });
    expect(plan.message).toContain('belongs to the container "web"');
    expect(plan.details).toContain('port is already allocated');
    const [taken, free] = plan.ports;
    expect(taken).toMatchObject({ containerPort: 80, hostPort: port, protocol: 'tcp' });
    expect(taken?.holder).toContain('"web"');
    expect(taken?.nextFree).toBeGreaterThan(port);
    expect(free).toMatchObject({ containerPort: 81, hostPort: other, holder: null });

    // Not before it is free; then all is as it was.
    await expect(creation.repair(of, asIs)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(blind.repair(of, asIs)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(inspect('site')).toEqual(before);
    expect(dockerd.docker('ps', '-aq').split('\n')).toHaveLength(2);

    const next = taken?.nextFree ?? 0;
    const made = await creation.repair(of, {
      ...asIs,
      ports: [{ hostPort: port, protocol: 'tcp', next }],
    });
    expect(made).toMatchObject({ hostId, name: 'site', ports: [next, other] });
    const after = inspect('site');
    expect(after).toMatchObject({
      State: { Running: true },
      HostConfig: { Memory: 64 << 20, RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
      Config: { WorkingDir: '/work/deep', Labels: { k: 'v' } },
    });
    expect(after.Config.Env).toContain('A=b c');
    expect(after.Mounts).toMatchObject([{ Name: 'site-data', Destination: '/data' }]);
    expect(after.NetworkSettings.Networks).toMatchObject({
      bridge: {},
      'repair-net': { Aliases: expect.arrayContaining(['site-alias']) as string[] },
    });
    expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
      'site',
      'web',
    ]);
    await expect(creation.repairPlan({ hostId, containerId: made.containerId })).rejects.toMatchObject({
      ...{ code: 'CONFLICT', message: '"site" runs.' },
    });
  });

  test.each(['start', 'restart'] as const)(
    'one whose port is free by now has it and its network: %s',
    async (action) => {
      const port = await freePort();
      dockerd.docker('run', '-d', '--name', 'web', '-p', `127.0.0.1:${port}:80`, testImage, 'sleep', '600');
      const of = fail('again', '-p', `127.0.0.1:${port}:80`);
      dockerd.docker('rm', '-f', 'web');
      const { access } = machines.hosts;
      const containers = createContainers({
        ...{ engines, access, explainStart: async (_of, error) => error },
      });
      await containers.act({ ...of, action });
      expect(dockerd.docker('port', 'again')).toBe(`80/tcp -> 127.0.0.1:${port}`);
      expect(Object.keys(inspect('again').NetworkSettings.Networks)).toEqual(['bridge']);
    },
  );

  test('one whose device or GPU is not there can do without; what has something to lose is left alone', async () => {
    const device = fail('with-device', '--network', 'none', '--device', '/dev/fw-no-such');
    const plan = await creation.repairPlan(device);
    expect(plan).toMatchObject({
      message: '"north" has no device "/dev/fw-no-such".',
      ...{ devices: [{ path: '/dev/fw-no-such', missing: true }], obstacle: null },
    });
    await expect(creation.repair(device, asIs)).rejects.toMatchObject({ message: plan.message });
    await creation.repair(device, { ...asIs, withoutDevices: ['/dev/fw-no-such'] });
    expect(inspect('with-device').State.Running).toBe(true);

    const gpu = fail('with-gpu', '--network', 'none', '--gpus', 'all');
    expect(await creation.repairPlan(gpu)).toMatchObject({
      ...{ gpus: true, message: 'The engine of "north" cannot give GPUs to containers.' },
    });
    await creation.repair(gpu, { ...asIs, withoutGpus: true });
    expect(inspect('with-gpu').State.Running).toBe(true);

    const without = { ...asIs, withoutDevices: ['/dev/fw-no-such'] };
    const failing = ['--network', 'none', '--device', '/dev/fw-no-such'];
    const volume = fail('with-volume', ...failing, '-v', '/data');
    dockerd.docker('cp', '/etc/hostname', 'with-volume:/data/kept');
    await creation.repair(volume, without);
    expect(dockerd.docker('exec', 'with-volume', 'ls', '/data')).toBe('kept');
    dockerd.docker('rm', '-f', 'with-volume');

    const filled = fail('filled', ...failing);
    dockerd.docker('cp', '/etc/hostname', 'filled:/root/kept');
    const worked = fail('worked', ...failing, '-w', '/workspace');
    dockerd.docker('cp', '/etc/hostname', 'worked:/workspace/kept');
    dockerd.docker('stop', '-t', '0', 'with-gpu');
    const stopped = { hostId, containerId: dockerd.docker('inspect', '-f', '{{.Id}}', 'with-gpu') };
    for (const [of, word] of [
      [filled, 'Files were put into it'],
      [worked, 'Files were put into it'],
      [stopped, 'It ran before'],
    ] as const) {
      expect((await creation.repairPlan(of)).obstacle?.message).toContain(word);
      await expect(creation.repair(of, without)).rejects.toMatchObject({
        ...{ code: 'INVALID', message: expect.stringContaining(word) as string },
      });
    }
    expect(dockerd.docker('exec', 'with-device', 'ls', '/')).toContain('bin');
    expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
      ...['filled', 'with-device', 'with-gpu', 'worked'],
    ]);
  });

  test('the host that fits is found, with why, and why not the others', async () => {
    const dead = await machines.hosts.create({
      ...settingsOf(sshd, { name: 'dead', kind: 'local', dockerSocket: '/nowhere.sock' }),
      keyGrantId: null,
    });
    const { chosen, hosts } = await creation.choose(specOf({ memoryBytes: 16 << 20 }));
    expect(chosen).toBe(hostId);
    const reasonsOf = (id: string) => hosts.find((each) => each.hostId === id)?.reasons.join(' ');
    expect(reasonsOf(hostId)).toMatch(/Only it fits: .* GB of memory are free, \d+ cores? with a load of/);
    expect(reasonsOf(dead.id)).toContain('/nowhere.sock');
    const none = await creation.choose(specOf({ memoryBytes: 2 ** 49, gpus: { kind: 'count', count: 3 } }));
    expect(none.chosen).toBeNull();
    expect(none.hosts.find((each) => each.hostId === hostId)?.reasons.join(' ')).toMatch(
      /memory.*2 GPUs, and 3 are/,
    );
    await machines.hosts.remove(dead.id);
  });

  test('a host whose port is kept for something else gives way to another; where none is left, one is chosen to be mended', async () => {
    const beside = await machines.hosts.create({
      ...settingsOf(sshd, { name: 'beside', kind: 'local', dockerSocket: dockerd.socket }),
      keyGrantId: null,
    });
    const port = await freePort();
    const spec = specOf({ ports: [portOf(port)] });
    const first = (await creation.choose(spec)).chosen ?? '';
    const second = first === hostId ? beside.id : hostId;
    const keep = (id: string) =>
      ports.reserveRanges(id, [portOf(port)], { owner: `test:${id}`, purpose: 'A server of tests' });
    await keep(first);
    const next = await creation.choose(spec);
    expect(next.chosen).toBe(second);
    const reasonsOf = (choice: typeof next, id: string) =>
      choice.hosts.find((each) => each.hostId === id)?.reasons.join(' ');
    expect(reasonsOf(next, first)).toContain('A server of tests');
    expect(reasonsOf(next, second)).toContain('Only it fits');
    await keep(second);
    const last = await creation.choose(spec);
    expect([first, second]).toContain(last.chosen);
    expect(last.hosts.map(({ fits }) => fits)).toEqual([false, false]);
    expect(reasonsOf(last, last.chosen ?? '')).toContain('but something is in the way');
    for (const id of [first, second]) ports.releaseAll(`test:${id}`);
    await machines.hosts.remove(beside.id);
  });

  test('what a host has is offered, with its GPUs by index and UUID; a look ends with its signal', async () => {
    const offers = await creation.offers(hostId);
    expect(offers.images).toContain(testImage);
    expect(offers.gpus.map(({ index, uuid }) => [index, uuid])).toEqual([
      [0, 'GPU-00000000'],
      [1, 'GPU-00000001'],
    ]);
    const { checks } = await creation.check(
      hostId,
      specOf({ gpus: { kind: 'devices', ids: ['GPU-00000001', '0'] } }),
    );
    expect(checks.find(({ about }) => about === 'gpu')).toMatchObject({ state: 'ok' });
    const stop = new AbortController();
    const asked = [
      creation.offers(hostId, stop.signal),
      creation.choose(specOf({}), stop.signal),
      engines.ask(hostId, 60_000, () => new Promise<never>(() => undefined), stop.signal),
    ];
    stop.abort(new Error('no more'));
    for (const each of asked) await expect(each).rejects.toThrow('no more');
  });
});
