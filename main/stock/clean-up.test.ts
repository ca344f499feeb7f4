import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { type Dockerd, testImage } from '../../e2e/servers/dockerd';
import { type Chosen, type CleanUpReport, cleanUpRulesSchema } from '../../preload/contract/clean-up';
import { createEngine } from '../docker/engine';
import { requestStream } from '../docker/request';
import { useStockPeers } from './test-stock';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const everything = { images: 'unused', volumes: 'unused', networks: true, buildCache: true } as const;

describe.skipIf(missing)('a clean-up of real engines', { timeout: 60_000 }, () => {
  const peers = useStockPeers();

  const docker = (...args: string[]) => peers.dockerd.docker(...args);
  const create = (name: string, ...args: string[]) =>
    docker('create', '--network', 'none', '--name', name, ...args);
  const plan = (rules: object, hostId = peers.opened.far) =>
    peers.opened.stock.plan({ hostId, rules: cleanUpRulesSchema.parse(rules) });
  const names = (entries: { kind: string; name: string }[], kind: string) =>
    entries
      .filter((each) => each.kind === kind)
      .map(({ name }) => name)
      .toSorted();
  async function run(entries: Chosen[]): Promise<CleanUpReport> {
    const { id } = peers.opened.stock.jobs.cleanUp({ entries }, 'tester');
    const task = await peers.opened.tasks.wait(id);
    expect(task).toMatchObject({ state: 'succeeded' });
    return task.result as CleanUpReport;
  }
  const onHost = (hostId: string, entries: Omit<Chosen, 'hostId'>[]): Chosen[] =>
    entries.map((entry) => ({ ...entry, hostId }));

  test('plans what is not in use, with sizes, and nothing of a federation; then removes just what was chosen', async () => {
    docker(
      'run',
      '-d',
      '--network',
      'none',
      '--name',
      'at-work',
      '-v',
      'worked-on:/data',
      testImage,
      'sleep',
      '600',
    );
    docker(
      'run',
      '--network',
      'none',
      '--name',
      'stopped',
      testImage,
      'sh',
      '-c',
      'head -c 100000 /dev/zero > /x',
    );
    create('of-federation', '--label', 'fedwright.kit=k1', '-v', 'its-data:/data', testImage);
    docker('commit', 'stopped', 'built:1');
    docker('commit', 'stopped');
    for (const name of ['lonely', 'spare']) docker('volume', 'create', name);
    docker('volume', 'create', '--label', 'fedwright.kit=k1', 'labelled');
    docker('network', 'create', 'empty');

    const { entries, kept } = await plan(everything);
    expect(names(entries, 'container')).toEqual(['stopped']);
    expect(names(entries, 'volume')).toEqual(['lonely', 'spare']);
    expect(names(entries, 'network')).toEqual(['empty']);
    const images = names(entries, 'image');
    expect(images).toHaveLength(2);
    // The other one has no name but its id, which may come before or after.
    expect(images.filter((name) => !/^[0-9a-f]{12}$/.test(name))).toEqual(['built:1']);
    expect(kept.map(({ name }) => name).toSorted()).toEqual(['labelled', 'of-federation']);
    const stopped = entries.find(({ kind }) => kind === 'container');
    expect(stopped?.sizeBytes).toBeGreaterThanOrEqual(100_000);
    expect(entries.find(({ name }) => name === 'lonely')?.sizeBytes).toBe(0);
    expect(names((await plan({ images: 'dangling' })).entries, 'image')).toHaveLength(1);

    const chosen = entries.filter(({ name }) => name !== 'spare');
    const report = await run(onHost(peers.opened.far, chosen));
    expect(report.outcomes.map(({ outcome, note }) => `${outcome}${note}`)).toEqual(
      chosen.map(() => 'removed'),
    );
    expect(report.hosts).toMatchObject([{ hostName: 'north' }]);
    expect(report.hosts[0]?.freedBytes).toBeGreaterThanOrEqual(100_000);
    expect(docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
      'at-work',
      'of-federation',
    ]);
    expect(docker('volume', 'ls', '-q').split('\n').toSorted()).toEqual([
      ...['its-data', 'labelled', 'spare', 'worked-on'],
    ]);
    expect(docker('images', '--format', '{{.Repository}}:{{.Tag}}')).toBe(testImage);
    docker('rm', '-f', 'at-work', 'of-federation');
    docker('volume', 'rm', 'its-data', 'labelled', 'spare', 'worked-on');
  });

  test('age and labels narrow it, also by what something must not have', async () => {
    docker('volume', 'create', '--label', 'keep', 'keeper');
    docker('volume', 'create', '--label', 'team=ct', 'ct');
    docker('volume', 'create', 'plain');
    const rules = { ...everything, containers: false, images: 'none', buildCache: false, networks: false };
    const found = async (more: object) => names((await plan({ ...rules, ...more })).entries, 'volume');
    expect(await found({ olderThanDays: 1 })).toEqual([]);
    expect(await found({ labels: [{ name: 'keep', has: false }] })).toEqual(['ct', 'plain']);
    expect(await found({ labels: [{ name: 'team', value: 'ct' }] })).toEqual(['ct']);
    expect(await found({ volumes: 'anonymous' })).toEqual([]);
    docker('volume', 'rm', 'keeper', 'ct', 'plain');
  });

  test('what came into use after the plan stays, and says why', async () => {
    create('sleeper', testImage, 'sleep', '600');
    create('goner', testImage);
    docker('commit', 'goner', 'reused:1');
    docker('commit', 'goner', 'renamed:1');
    for (const name of ['reused', 'remade']) docker('volume', 'create', name);
    docker('network', 'create', 'joined');
    const { entries } = await plan(everything);
    docker('start', 'sleeper');
    docker('rm', 'goner');
    create('new-user', '-v', 'reused:/data', 'reused:1');
    docker('create', '--network', 'joined', '--name', 'joiner', testImage);
    docker('tag', 'renamed:1', 'renamed:2');
    docker('volume', 'rm', 'remade');
    // An engine tells the time of volumes in seconds.
    await expect
      .poll(() => Math.floor(Date.now() / 1000), { timeout: 3000 })
      .toBeGreaterThan(Math.floor((entries.find(({ name }) => name === 'remade')?.since ?? 0) / 1000));
    docker('volume', 'create', 'remade');

    const { outcomes } = await run(onHost(peers.opened.far, entries));
    const notes = Object.fromEntries(
      outcomes.map(({ kind, name, outcome, note }) => [`${kind} ${name}`, `${outcome}: ${note}`]),
    );
    expect(notes).toEqual({
      'container sleeper': 'kept: It was started meanwhile.',
      'container goner': 'kept: It was gone already.',
      'image reused:1': 'kept: It is used by now: "new-user".',
      'image renamed:1': 'kept: Its tags are others than planned.',
      'volume reused': 'kept: It is used by now: "new-user".',
      'volume remade': 'kept: A newer volume has its name.',
      'network joined': 'kept: It is used by now: "joiner".',
    });
    docker('rm', '-f', 'new-user', 'joiner', 'sleeper');
    docker('rmi', 'reused:1', 'renamed:1', 'renamed:2');
    docker('volume', 'rm', 'reused', 'remade');
  });

  test('build cache goes entry by entry', async () => {
    await build(peers.dockerd, peers.opened.file('context'));
    const rules = { images: 'none', containers: false, buildCache: true };
    const { entries } = await plan(rules);
    expect(entries.length).toBeGreaterThan(1);
    const [first, ...others] = entries.toSorted((a, b) => (b.since ?? 0) - (a.since ?? 0));
    if (!first) throw new Error('there is no build cache');
    const odd = { ...first, id: '.*' };
    const { outcomes } = await run(onHost(peers.opened.local, [odd, first]));
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['kept', 'removed']);
    expect((await plan(rules)).entries.map(({ id }) => id).toSorted()).toEqual(
      others.map(({ id }) => id).toSorted(),
    );
    docker('rmi', 'cached:1');
  });

  test('a host that never answers holds up no other one, and each of its entries says so', async () => {
    const silent = net.createServer(() => {});
    const socket = peers.opened.file('silent.sock');
    await new Promise<void>((resolve) => silent.listen(socket, resolve));
    const dead = await peers.opened.addLocal('dead', '/nowhere.sock');
    const mute = await peers.opened.addLocal('mute', socket);
    create('leftover', testImage);
    const began = Date.now();
    const asked = [dead, mute, peers.opened.far].map((hostId) =>
      peers.opened.stock.images.list({ hostId }).then(
        () => ({ hostId, ms: Date.now() - began, reason: '' }),
        (error: { data: { reason: string } }) => ({
          hostId,
          ms: Date.now() - began,
          reason: error.data.reason,
        }),
      ),
    );
    const first = await Promise.race([asked[1], asked[2]]);
    expect(first).toMatchObject({ hostId: peers.opened.far, reason: '' });
    expect(first?.ms).toBeLessThan(4000);
    expect(await Promise.all(asked)).toMatchObject([{ reason: 'unreachable' }, { reason: 'timeout' }, {}]);
    const { entries } = await plan({ images: 'none', buildCache: false });
    const { outcomes, hosts } = await run([...onHost(dead, entries), ...onHost(peers.opened.far, entries)]);
    expect(outcomes.map(({ hostName, outcome }) => `${hostName} ${outcome}`).toSorted()).toEqual([
      ...['dead failed', 'north removed'],
    ]);
    expect(hosts.find(({ hostName }) => hostName === 'dead')?.freedBytes).toBeNull();
    silent.close();
  });
});

/** Builds an image with the engine's own BuildKit, which fetches what it needs from here: no command line has to do it. */
async function build(dockerd: Dockerd, folder: string): Promise<void> {
  mkdirSync(folder);
  writeFileSync(`${folder}/a`, 'x'.repeat(5000));
  writeFileSync(`${folder}/Dockerfile`, `FROM scratch\nCOPY a /a\nCOPY a /b\n`);
  const tar = `${folder}.tar`;
  expect(spawnSync('tar', ['-C', folder, '-cf', tar, '.']).status).toBe(0);
  const server: Server = createServer((_, response) => response.end(readFileSync(tar)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  const port = typeof at === 'object' ? at?.port : 0;
  const engine = createEngine(
    () =>
      new Promise((resolve, reject) => {
        const stream = net.connect(dockerd.socket, () => resolve(stream)).once('error', reject);
      }),
  );
  const query = { version: '2', remote: `http://127.0.0.1:${port}/context.tar`, t: 'cached:1' };
  const said = await requestStream(engine, { method: 'POST', path: '/build', query });
  const lines = [];
  // Its own progress is in a format of its own.
  for await (const chunk of said) lines.push(String(chunk));
  expect(lines.join('')).toContain('moby.image.id');
  expect(dockerd.docker('images', '-q', 'cached:1')).not.toBe('');
  server.close();
}
