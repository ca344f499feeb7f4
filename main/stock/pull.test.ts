import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Registry, registryLogin, startNarrowWay, startRegistry } from '../../e2e/servers/registry';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { openStock } from './test-stock';

const missing =
  ['/usr/sbin/dockerd', '/usr/bin/docker-registry'].some((file) => !existsSync(file)) &&
  process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('images of a real registry', { timeout: 60_000 }, () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let registry: Registry;
  let closed: Registry;
  let opened: Awaited<ReturnType<typeof openStock>>;
  beforeAll(async () => {
    dockerd = await startDockerd();
    sshd = await startSshd();
    registry = await startRegistry();
    closed = await startRegistry({ login: true });
    opened = await openStock(dockerd, sshd);
  }, 120_000);
  afterAll(async () => {
    await opened?.close();
    await closed?.end();
    await registry?.end();
    await sshd?.end();
    await dockerd?.end();
  });

  function makeBig(tag: string, bytes: number): void {
    writeFileSync(opened.file('big'), randomBytes(bytes));
    dockerd.docker('create', '--network', 'none', '--name', 'big', testImage, 'true');
    dockerd.docker('cp', opened.file('big'), 'big:/big');
    dockerd.docker('commit', 'big', tag);
    dockerd.docker('rm', 'big');
  }
  const names = () => dockerd.docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n');
  const run = async (reference: string, hostId = opened.far) => {
    const { id } = opened.stock.jobs.pull({ hostId, reference }, 'tester');
    const task = await opened.tasks.wait(id);
    return { ...task, log: await opened.logOf(id) };
  };
  /** Pushes a new image, and forgets its layers here, so that they have to come. */
  function pushAway(to: Registry, repository: string): string {
    makeBig('big:1', 6 << 20);
    const reference = to.push(dockerd, 'big:1', repository);
    dockerd.docker('rmi', 'big:1');
    return reference;
  }

  test('come with their layers, and by their digest', async () => {
    const reference = pushAway(registry, 'team/site:1');
    const task = await run(reference);
    expect(task).toMatchObject({ state: 'succeeded', result: { reference, imageId: expect.any(String) } });
    expect(names()).toContain(reference);
    expect(task.log).toMatch(/: Pull complete/);
    expect(task.log).toMatch(/Digest: sha256:/);
    const digest = /sha256:[0-9a-f]{64}/.exec(task.log)?.[0] ?? '';
    dockerd.docker('rmi', reference);
    const byDigest = `${registry.name}/team/site@${digest}`;
    expect(await run(byDigest, opened.local)).toMatchObject({
      ...{ state: 'succeeded', result: { reference: byDigest } },
    });
    // From Docker 28 on one can be mounted, by its digest too.
    if (Number.parseInt(dockerd.docker('version', '--format', '{{.Server.Version}}'), 10) < 28) return;
    const mount = ['--mount', `type=image,src=${byDigest},dst=/site`];
    const holder = dockerd.docker('create', '--name', 'holds', '--network', 'none', ...mount, testImage);
    const list = await opened.stock.images.list({ hostId: opened.far });
    const image = list.find(({ digests }) => digests.includes(byDigest));
    expect(image?.usedBy).toMatchObject([{ name: 'holds' }]);
    dockerd.docker('rm', holder);
  });

  test('tell how far they are; a cancelled pull ends on the engine, too, and leaves no image', async () => {
    const reference = pushAway(registry, 'team/slow:1');
    const way = await startNarrowWay(registry, 2 << 20);
    try {
      const slow = reference.replace(registry.name, way.name);
      const { id } = opened.stock.jobs.pull({ hostId: opened.far, reference: slow }, 'tester');
      await expect.poll(() => way.holds(), { timeout: 20_000 }).toBe(true);
      await expect.poll(() => opened.tasks.get(id).progress ?? 0, { timeout: 10_000 }).toBeGreaterThan(0.02);
      expect(() => opened.stock.jobs.pull({ hostId: opened.far, reference: slow }, 'tester')).toThrow(
        'This image is being pulled already.',
      );
      opened.tasks.cancel(id);
      expect(await opened.tasks.wait(id)).toMatchObject({ state: 'cancelled' });
      await expect.poll(() => way.connections(), { timeout: 20_000 }).toBe(0);
      expect(names()).not.toContain(slow);
      way.release();
      expect(await run(slow)).toMatchObject({ state: 'succeeded', progress: 1 });
    } finally {
      way.end();
    }
  });

  test('that are not there, or whose registry is not, are told apart', async () => {
    expect(await run(`${registry.name}/team/nothing:1`)).toMatchObject({
      ...{ state: 'failed', error: { data: { reason: 'registry-missing' } } },
    });
    expect(await run('127.0.0.1:9/team/site')).toMatchObject({
      ...{ state: 'failed', error: { data: { reason: 'registry-unreachable' } } },
    });
    expect(() => opened.stock.jobs.pull({ hostId: opened.far, reference: 'Bad Name' }, 'tester')).toThrow(
      'is not the name of an image',
    );
  });

  test('behind a login come with that of the keychain, which is nowhere else', async () => {
    const { logins } = opened.stock;
    const reference = pushAway(closed, 'private/site:1');
    expect(await run(reference)).toMatchObject({
      ...{ state: 'failed', error: { data: { reason: 'registry-login' } } },
    });
    await logins.save({ registry: closed.name, username: registryLogin.username, password: 'a-wrong-one' });
    expect(await run(reference)).toMatchObject({
      ...{ state: 'failed', error: { data: { reason: 'registry-login' } } },
    });
    await logins.save({ registry: closed.name, ...registryLogin });
    const task = await run(reference);
    expect(task).toMatchObject({ state: 'succeeded' });
    expect(task.log).toContain(`as ${registryLogin.username}`);
    expect(logins.list()).toMatchObject([{ registry: closed.name, username: registryLogin.username }]);
    const everything = readdirSync(opened.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
    expect(Buffer.concat(everything).includes(registryLogin.password)).toBe(false);
    expect(JSON.stringify(opened.tasks.list({ limit: 100 }))).not.toContain(registryLogin.password);
    await logins.remove(closed.name);
    expect(await opened.machines.secrets.get(`registry-password:${closed.name}`)).toBeNull();
    expect(logins.list()).toEqual([]);
    dockerd.docker('rmi', reference);
    expect(await run(reference)).toMatchObject({ state: 'failed' });
  });
});
