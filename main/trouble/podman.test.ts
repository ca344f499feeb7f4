import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { testImage } from '../../e2e/servers/dockerd';
import { placeNvidiaSmi } from '../../e2e/servers/nvidia-smi';
import { hasPodman, startPodman } from '../../e2e/servers/podman';
import { type Container, containerSchema } from '../../preload/contract/containers';
import type { CleanUpRules } from '../../preload/contract/clean-up';
import { containerSpecSchema } from '../../preload/contract/container-create';
import { openContainerFiles } from '../container-files/test-containers';
import { makeContainer } from '../container-create/make';
import { createGpuLook } from '../containers/gpu-look';
import { createContainers } from '../containers/service';
import { plan } from '../stock/clean-up-plan';
import { createImages } from '../stock/images';
import { createNetworks } from '../stock/networks';

const missing = !hasPodman() && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('Podman in the place of Docker', () => {
  let house: Awaited<ReturnType<typeof openContainerFiles>>;
  const docker = (...words: string[]) => house.dockerd.docker(...words);
  beforeAll(async () => {
    house = await openContainerFiles(startPodman);
  }, 90_000);
  afterAll(() => house?.end());
  afterEach(() => {
    const left = docker('ps', '-aq').split('\n').filter(Boolean);
    if (left.length > 0) docker('rm', '-f', ...left);
  });

  test('is called by its name, and its containers are listed with what they use', async () => {
    const { hostId, machines, engines } = house;
    const id = house.shell('--name', 'site', '--memory', '64m');
    const containers = createContainers({
      ...{ engines, access: machines.hosts.access, explainStart: async (_of, error) => error },
    });
    const stop = new AbortController();
    for await (const event of containers.watch([hostId], stop.signal)) {
      if (event.type === 'listed')
        expect(event).toMatchObject({
          engine: { product: 'Podman', remark: null },
          containers: [{ id, name: 'site' }],
        });
      if (event.type !== 'measured') continue;
      expect(event.measures).toMatchObject([{ id, limits: { memoryBytes: 64 << 20 } }]);
      if ((event.measures[0]?.usage?.memoryBytes ?? 0) > 0) stop.abort();
    }
    expect((await machines.hosts.health(hostId)).docker).toMatchObject({ product: 'Podman' });
  }, 30_000);

  test('tells which container uses a GPU, by ids of the host', async () => {
    const { hostId, machines, engines } = house;
    const { need, exec } = machines.hosts.access;
    const gpus = placeNvidiaSmi(1);
    try {
      const id = house.shell();
      const pid = Number(docker('inspect', '-f', '{{.State.Pid}}', id));
      gpus.use([{ pid, gpu: 0, mebibytes: 8000 }]);
      const withGpus: typeof exec = (host, words, options) =>
        exec(host, ['env', ...gpus.environment, ...words], options);
      const look = createGpuLook({ engines, hostId, access: { need, exec: withGpus } });
      const container = containerSchema.partial().parse({ id, state: 'running' }) as Container;
      const { shares } = await look([container], AbortSignal.timeout(20_000));
      expect(shares?.get(id)).toEqual([{ index: 0, memoryBytes: 8000 * 2 ** 20 }]);
    } finally {
      gpus.end();
    }
  }, 30_000);

  test('says in words what it cannot do', async () => {
    const { hostId, machines, engines } = house;
    const id = house.shell();
    const containers = createContainers({
      ...{ engines, access: machines.hosts.access, explainStart: async (_of, error) => error },
    });
    // A later one can: then the limit is there.
    const asked = containers.setLimits({ hostId, containerId: id, cpus: null, memoryBytes: 64 << 20 });
    await asked.then(
      (limits) => expect(limits.memoryBytes).toBe(64 << 20),
      (error: unknown) => expect(error).toMatchObject({ data: { reason: 'engine-lacks' } }),
    );
    const spec = containerSpecSchema.parse({
      ...{ name: 'trainer', image: testImage, networks: ['none'], gpus: { kind: 'all' } },
    });
    const parts = {
      ...{ engines, nameOf: engines.nameOf, secrets: {} as never },
      ports: { releaseAll: () => undefined } as never,
    };
    await expect(makeContainer(parts, hostId, spec)).rejects.toMatchObject({
      data: { reason: 'without-gpus' },
    });
    expect(docker('ps', '-a', '--format', '{{.Names}}')).not.toContain('trainer');
    const networks = createNetworks(engines);
    const wanted = { hostId, driver: 'bridge', internal: false, options: [], labels: [] };
    await networks.create({ ...wanted, name: 'first', subnet: '10.231.9.0/24' });
    await expect(
      networks.create({ ...wanted, name: 'late', subnet: '10.231.9.128/25' }),
    ).rejects.toMatchObject({ data: { reason: 'subnet-taken' } });
  }, 30_000);

  test('removes no container with an image, and no network that one has', async () => {
    const { hostId, engines } = house;
    docker('tag', testImage, 'elsewhere/site:2');
    docker('network', 'create', 'office');
    const id = docker('create', '--network', 'office', '--name', 'keeps-it', 'elsewhere/site:2', 'true');
    const images = createImages(engines);
    const [image] = await images.list({ hostId });
    expect(image?.usedBy).toMatchObject([{ name: 'keeps-it' }]);
    const of = { hostId, imageId: image?.id ?? '' };
    for (const force of [false, true])
      await expect(images.remove({ ...of, force })).rejects.toThrow(/used by the container "keeps-it"/);
    const rules: CleanUpRules = {
      images: 'unused',
      volumes: 'none',
      ...{ containers: false, networks: true, buildCache: false },
      ...{ olderThanDays: 0, labels: [] },
    };
    const look = async () => (await plan({ engines, belongs: () => false }, { hostId, rules })).entries;
    expect((await look()).map(({ name }) => name)).not.toContain('office');
    expect(docker('ps', '-aq', '--no-trunc')).toContain(id);
    docker('rm', 'keeps-it');
    const entries = await look();
    expect(entries.map(({ kind, name }) => `${kind} ${name}`)).toContain('network office');
    expect(entries.find(({ kind }) => kind === 'image')?.sizeBytes).toBeGreaterThan(100_000);
    // Its several names go one after the other.
    spawnSync('tar', ['-C', '/etc', '-cf', `${house.root}/spare.tar`, 'passwd']);
    docker('import', `${house.root}/spare.tar`, 'spare:1');
    docker('tag', 'spare:1', 'elsewhere/spare:2');
    const imageId = (await images.list({ hostId })).find(({ tags }) =>
      tags.some((tag) => tag.includes('spare')),
    )?.id;
    expect(imageId).toBeDefined();
    await images.remove({ hostId, imageId: imageId ?? '', force: false });
    expect((await images.list({ hostId })).map((each) => each.id)).not.toContain(imageId);
  }, 60_000);

  test('gives the files of a stopped container by their own names', async () => {
    const script =
      'mkdir -p "/d/[x]"; for name in "*" "a?b" "[c]" plain; do printf "%s" "$name" > "/d/$name"; done; echo deep > "/d/[x]/y"';
    const id = house.shell();
    house.script(id, script);
    docker('stop', '-t', '0', id);
    const { entries } = await house.files.list({ ...house.at(id, '/d'), typed: null });
    expect(entries.map(({ name }) => name).toSorted()).toEqual(['*', '[c]', '[x]', 'a?b', 'plain']);
    for (const { name, path, kind } of entries)
      if (kind === 'file')
        expect((await house.files.look({ ...house.at(id, ''), path })).content).toMatchObject({ text: name });
    expect((await house.files.look(house.at(id, '/d/[x]/y'))).content).toMatchObject({ text: 'deep\n' });
    const inner = await house.files.list({ ...house.at(id, '/d/[x]'), typed: null });
    expect(inner.entries.map(({ name }) => name)).toEqual(['y']);
    // As a pattern, the name would be that of this folder.
    docker('start', id);
    house.script(id, 'mkdir /d/x; echo other > /d/x/wrong');
    docker('stop', '-t', '0', id);
    const tar = `${house.root}/x.tar`;
    const download = { ...house.at(id, '/d/[x]'), grantId: tar, as: 'tar' as const };
    await house.work.run(house.files.download(download, 'tester'));
    expect(spawnSync('tar', ['-tf', tar], { encoding: 'utf8' }).stdout).toMatch(/y\n$/);
  }, 60_000);
});
