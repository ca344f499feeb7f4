import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { testImage } from '../../e2e/servers/dockerd';
import { mountSmallDisk } from '../../e2e/servers/small-disk';
import { useStockPeers } from './test-stock';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('images of a real engine', { timeout: 60_000 }, () => {
  const peers = useStockPeers();

  /** One that is `bytes` larger than the test image, of bytes that nothing makes smaller. */
  function makeImage(tag: string, bytes: number, ...changes: string[]): string {
    const name = `big-${randomBytes(4).toString('hex')}`;
    const file = peers.opened.file(name);
    writeFileSync(file, randomBytes(bytes));
    peers.dockerd.docker('create', '--network', 'none', '--name', name, testImage, 'true');
    peers.dockerd.docker('cp', file, `${name}:/big`);
    const id = peers.dockerd.docker('commit', ...changes.flatMap((each) => ['-c', each]), name, tag);
    peers.dockerd.docker('rm', name);
    return id;
  }
  /** An engine writes the whole tar to its own disk before the first byte comes. */
  const beginning = (part: string) =>
    expect
      .poll(() => existsSync(part) && statSync(part).size > 0, { timeout: 30_000, interval: 5 })
      .toBe(true);
  const ids = () => peers.dockerd.docker('images', '-q', '--no-trunc').split('\n').filter(Boolean);
  const tagsOf = (id: string) =>
    peers.dockerd.docker('inspect', '-f', '{{join .RepoTags " "}}', id).split(' ');
  const removeOthers = () => {
    for (const id of new Set(ids()))
      if (!tagsOf(id).includes(testImage)) peers.dockerd.docker('rmi', '-f', id);
  };

  test.each(['far', 'local'] as const)('are listed with who uses them, and explained: %s', async (which) => {
    const hostId = peers.opened[which];
    const id = makeImage('site:1', 4096, 'LABEL role=site', 'CMD ["sleep","9"]', 'EXPOSE 8002');
    peers.dockerd.docker('create', '--network', 'none', '--name', 'user-of-it', 'site:1');
    const list = await peers.opened.stock.images.list({ hostId });
    const image = list.find((each) => each.id === id);
    expect(image).toMatchObject({
      ...{ tags: ['site:1'], labels: [{ name: 'role', value: 'site' }] },
      usedBy: [{ name: 'user-of-it', state: 'created' }],
    });
    expect(image?.sizeBytes).toBeGreaterThan(4096);
    expect(list.find(({ tags }) => tags.includes(testImage))?.usedBy).toEqual([]);
    const detail = await peers.opened.stock.images.inspect({ hostId, imageId: id });
    expect(detail).toMatchObject({ command: ['sleep', '9'], ports: ['8002/tcp'], platform: 'linux/amd64' });
    // An engine counts bytes, or the blocks that they take on its disk.
    const sizes = peers.dockerd.docker('history', '--human=false', '--format', '{{.Size}}', id).split('\n');
    expect(detail.history.map(({ sizeBytes }) => sizeBytes)).toEqual(sizes.map(Number));
    expect(detail.history[0]?.sizeBytes).toBeGreaterThanOrEqual(4096);
    expect(detail.history[0]?.tags).toEqual(['site:1']);
    peers.dockerd.docker('rm', 'user-of-it');
    removeOthers();
  });

  test('get and lose tags by id, and a tag of another image only on purpose', async () => {
    const { images } = peers.opened.stock;
    const hostId = peers.opened.far;
    const id = makeImage('site:1', 10);
    const of = { hostId, imageId: id, move: false };
    await images.tag({ ...of, reference: 'team/site' });
    expect(tagsOf(id).toSorted()).toEqual(['site:1', 'team/site:latest']);
    await expect(images.tag({ ...of, reference: testImage })).rejects.toMatchObject({
      ...{ code: 'CONFLICT', data: { reason: 'tag-taken' } },
    });
    await expect(images.tag({ ...of, reference: 'Not A Name' })).rejects.toMatchObject({ code: 'INVALID' });
    const other = makeImage('other:1', 10);
    await images.tag({ ...of, imageId: other, reference: 'team/site', move: true });
    await expect(images.untag({ hostId, imageId: id, tag: 'team/site:latest' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(images.untag({ hostId, imageId: id, tag: 'site:1' })).rejects.toThrow(/last tag/);
    await images.untag({ hostId, imageId: other, tag: 'team/site:latest' });
    expect(tagsOf(other)).toEqual(['other:1']);
    removeOthers();
  });

  test('are removed with all their tags, but not from under a container unless asked, and never while it runs', async () => {
    const { images } = peers.opened.stock;
    const id = makeImage('site:1', 10);
    const of = { hostId: peers.opened.far, imageId: id };
    peers.dockerd.docker('tag', 'site:1', 'elsewhere/site:2');
    peers.dockerd.docker('run', '-d', '--network', 'none', '--name', 'runs', 'site:1', 'sleep', '600');
    for (const force of [false, true])
      await expect(images.remove({ ...of, force })).rejects.toThrow(/used by the container "runs"/);
    peers.dockerd.docker('kill', 'runs');
    await expect(images.remove({ ...of, force: false })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(ids()).toContain(id);
    await images.remove({ ...of, force: true });
    expect(ids()).not.toContain(id);
    const unused = makeImage('site:3', 10);
    peers.dockerd.docker('tag', 'site:3', 'elsewhere/site:3');
    await images.remove({ ...of, imageId: unused, force: false });
    expect(ids()).not.toContain(unused);
  });

  test('are in use where a container has them mounted, on an engine that can do so', async () => {
    const { images } = peers.opened.stock;
    const id = makeImage('site:1', 10);
    peers.dockerd.docker('tag', 'site:1', 'team/site:2');
    const mount = () =>
      peers.dockerd.docker(
        ...[
          'create',
          '--network',
          'none',
          '--name',
          'mounts-it',
          '--mount',
          'type=image,src=site:1,dst=/site',
        ],
        testImage,
      );
    const version = peers.dockerd.docker('version', '--format', '{{.Server.Version}}');
    if (Number.parseInt(version, 10) < 28) expect(mount).toThrow();
    else {
      mount();
      const of = { hostId: peers.opened.far, imageId: id };
      const list = await images.list(of);
      expect(list.find((each) => each.id === id)?.usedBy).toMatchObject([{ name: 'mounts-it' }]);
      // An engine would let it go: with two tags it has to be forced.
      await expect(images.remove({ ...of, force: false })).rejects.toThrow(
        /used by the container "mounts-it"/,
      );
      expect(ids()).toContain(id);
      peers.dockerd.docker('rm', 'mounts-it');
    }
    removeOthers();
  });

  test.each(['far', 'local'] as const)('go into a tar and come back with their tags: %s', async (which) => {
    const hostId = peers.opened[which];
    const { stock, tasks } = peers.opened;
    const id = makeImage('site:1', 8 << 20);
    peers.dockerd.docker('tag', 'site:1', 'team/site:2');
    const file = peers.opened.file('site.tar');
    const saved = stock.jobs.save({ hostId, imageIds: [id], grantId: file }, 'tester');
    expect(await tasks.wait(saved.id)).toMatchObject({ state: 'succeeded' });
    expect(statSync(file)).toMatchObject({ mode: 0o100600 });
    expect(readdirSync(peers.opened.folder)).not.toContain('site.tar.part');
    peers.dockerd.docker('rmi', '-f', id);
    const loaded = stock.jobs.load({ hostId, grantId: file }, 'tester');
    const ended = await tasks.wait(loaded.id);
    expect(ended).toMatchObject({ state: 'succeeded' });
    expect((ended.result as { loaded: string[] }).loaded.toSorted()).toEqual(['site:1', 'team/site:2']);
    expect(tagsOf(id).toSorted()).toEqual(['site:1', 'team/site:2']);

    // The same bytes by a link, as a browser takes them.
    const { url, fileName } = await stock.images.link({ hostId, imageIds: [id] });
    expect(fileName).toBe('site-1.tar');
    const download = await peers.opened.downloads.take(url.split('/')[2] ?? '');
    if (!download) throw new Error('the link leads nowhere');
    expect((await buffer(download.stream)).length).toBe(statSync(file).size);
    removeOthers();
  });

  test('a saving that is cancelled, or whose disk is full, leaves nothing', async () => {
    const { stock, tasks } = peers.opened;
    const id = makeImage('site:1', 48 << 20);
    const small = mountSmallDisk(peers.opened.file('small'), '8m');
    try {
      const full = stock.jobs.save(
        { hostId: peers.opened.far, imageIds: [id], grantId: `${small.folder}/site.tar` },
        'tester',
      );
      expect(await tasks.wait(full.id)).toMatchObject({ state: 'failed', error: { code: 'STORAGE' } });
      expect(readdirSync(small.folder)).toEqual([]);
    } finally {
      small.unmount();
    }
    const file = peers.opened.file('out/site.tar');
    mkdirSync(peers.opened.file('out'));
    const cancelled = stock.jobs.save({ hostId: peers.opened.far, imageIds: [id], grantId: file }, 'tester');
    await beginning(`${file}.part`);
    tasks.cancel(cancelled.id);
    expect(await tasks.wait(cancelled.id)).toMatchObject({ state: 'cancelled' });
    expect(readdirSync(peers.opened.file('out'))).toEqual([]);
    // What is in the way is not ours.
    writeFileSync(`${file}.part`, 'mine');
    const blocked = stock.jobs.save({ hostId: peers.opened.far, imageIds: [id], grantId: file }, 'tester');
    expect(await tasks.wait(blocked.id)).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
    expect(readFileSync(`${file}.part`, 'utf8')).toBe('mine');
    removeOthers();
  });

  test('a saving whose connection is cut fails and leaves nothing', async () => {
    const { stock, tasks } = peers.opened;
    const id = makeImage('site:1', 64 << 20);
    const file = peers.opened.file('cut.tar');
    const task = stock.jobs.save({ hostId: peers.opened.far, imageIds: [id], grantId: file }, 'tester');
    await beginning(`${file}.part`);
    await peers.sshd.kill();
    const ended = await tasks.wait(task.id);
    await peers.sshd.restart();
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'UNAVAILABLE' } });
    expect(readdirSync(peers.opened.folder).filter((name) => name.startsWith('cut'))).toEqual([]);
    removeOthers();
  });

  test('a file that holds no images is refused with what the engine says, and one half-sent keeps nothing', async () => {
    const { stock, tasks } = peers.opened;
    const before = ids();
    const file = peers.opened.file('noise.tar');
    for (const content of [randomBytes(16 << 20), Buffer.alloc(0), Buffer.from('not a tar')]) {
      writeFileSync(file, content);
      const task = stock.jobs.load({ hostId: peers.opened.far, grantId: file }, 'tester');
      const ended = await tasks.wait(task.id);
      expect(ended).toMatchObject({ state: 'failed', error: { code: 'INVALID' } });
      expect(ended.error?.data.details).toBeTruthy();
    }
    const gone = stock.jobs.load(
      { hostId: peers.opened.far, grantId: peers.opened.file('nowhere.tar') },
      'tester',
    );
    expect(await tasks.wait(gone.id)).toMatchObject({ state: 'failed', error: { code: 'STORAGE' } });
    expect(ids()).toEqual(before);
  });
});
