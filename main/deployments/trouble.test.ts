import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { peers } from '../../e2e/servers/peers';
import { processesIn } from '../../e2e/servers/processes';
import { mountSmallDisk } from '../../e2e/servers/small-disk';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { onHost, openFederation, python } from './test-federation';

const missing = python === '' || !existsSync('/usr/sbin/sshd');

describe.skipIf(missing)('what goes wrong on the way leaves the kit of before', () => {
  let far: string;
  let sshd: Sshd;
  let house: Awaited<ReturnType<typeof openFederation>>;
  let hostId: string;
  beforeAll(async () => {
    far = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-trouble-')));
    sshd = await startSshd();
    house = await openFederation(['site-1']);
    hostId = await house.addHost(sshd, 'north');
  }, 60_000);
  afterAll(async () => {
    await house?.close();
    await sshd?.end();
    rmSync(far, { recursive: true, force: true });
  });

  const deploy = async (directory: string, more: object = {}) => {
    const { id: kitId } = await house.kitOf('site-1');
    const place = { ...onHost(hostId, directory), ...more };
    const [started] = await house.client.deployments.deploy({ items: [{ kitId, place }] });
    return started?.taskId ?? '';
  };
  /** A file that takes its time, in the kit as it rests here. */
  async function addLargeFile(bytes: number): Promise<void> {
    const { projectId, runId } = await house.kitOf('site-1');
    const kit = path.join(house.data, 'projects', projectId, 'runs', runId, 'kits', 'site-1', 'local');
    writeFileSync(path.join(kit, 'large.bin'), Buffer.alloc(bytes, 7));
  }
  const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

  test('a connection that is lost in the middle: it goes on by itself, and a cancelled one leaves nothing', async () => {
    const target = path.join(far, 'site-1');
    expect(await house.app.tasks.wait(await deploy(target))).toMatchObject({ state: 'succeeded' });
    const staged = path.join(far, '.site-1.fedwright', 'staging', 'local', 'large.bin');
    await addLargeFile(150 << 20);
    const taskId = await deploy(target);
    await vi.waitFor(() => expect(sizeOf(staged)).toBeGreaterThan(1 << 20), { timeout: 20_000, interval: 5 });
    await sshd.kill();
    const sent = sizeOf(staged);
    expect(sent).toBeLessThan(150 << 20);
    expect(readdirSync(path.join(target, 'local'))).not.toContain('large.bin');
    await sshd.restart();
    expect(await house.app.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    expect(sizeOf(path.join(target, 'local', 'large.bin'))).toBe(150 << 20);
    const log = readFileSync(path.join(house.data, 'logs', 'tasks', `${taskId}.log`), 'utf8');
    expect(log).toContain('goes on where it was');

    await addLargeFile(151 << 20);
    const again = await deploy(target);
    await vi.waitFor(() => expect(sizeOf(staged)).toBeGreaterThan(1 << 20), { timeout: 20_000, interval: 5 });
    await house.client.tasks.cancel({ taskId: again });
    expect(await house.app.tasks.wait(again)).toMatchObject({ state: 'cancelled' });
    expect(sizeOf(path.join(target, 'local', 'large.bin'))).toBe(150 << 20);
    expect(existsSync(path.dirname(path.dirname(staged)))).toBe(false);
  }, 120_000);

  test('a folder is one place, whichever way it is typed', async () => {
    const own = mkdtempSync(path.join(os.userInfo().homedir, 'fw-place-'));
    try {
      await addLargeFile(150 << 20);
      const first = await deploy(path.join(own, 'site-1'));
      const staged = path.join(own, '.site-1.fedwright', 'staging', 'local', 'large.bin');
      await vi.waitFor(() => expect(sizeOf(staged)).toBeGreaterThan(1 << 20), {
        timeout: 20_000,
        interval: 5,
      });
      const typed = `~/${path.basename(own)}/site-1`;
      expect(await house.app.tasks.wait(await deploy(typed))).toMatchObject({
        ...{ state: 'failed', error: { message: 'Something is being done there already.' } },
      });
      await house.client.tasks.cancel({ taskId: first });
      expect(await house.app.tasks.wait(first)).toMatchObject({ state: 'cancelled' });
    } finally {
      rmSync(own, { recursive: true, force: true });
      await addLargeFile(0);
    }
  }, 60_000);

  test.skipIf(peers.mounts() !== null)(
    'a disk that is full says so, and the kit of before stays',
    async () => {
      await addLargeFile(0);
      const disk = path.join(far, 'disk');
      mkdirSync(disk);
      const mounted = mountSmallDisk(disk, '4m');
      try {
        const target = path.join(disk, 'site-1');
        expect(await house.app.tasks.wait(await deploy(target))).toMatchObject({ state: 'succeeded' });
        await addLargeFile(20 << 20);
        const failed = await house.app.tasks.wait(await deploy(target));
        expect(failed.error).toMatchObject({ code: 'STORAGE', message: 'The disk of the host is full.' });
        expect(sizeOf(path.join(target, 'startup', 'client.key'))).toBeGreaterThan(0);
        expect(readdirSync(path.join(disk, '.site-1.fedwright'))).not.toContain('staging');
      } finally {
        mounted.unmount();
        await addLargeFile(0);
      }
    },
    60_000,
  );

  test('another kit for one that runs is checked before it is started, and can be started anyway', async () => {
    const directory = path.join(far, 'server1');
    const { id: kitId } = await house.kitOf('server1');
    const items = [{ kitId, place: onHost(hostId, directory), restart: true }];
    const deploy = async () => (await house.finish(await house.client.deployments.deploy({ items })))[0]!;
    expect(await deploy()).toMatchObject({ state: 'succeeded' });
    const find = async () => (await house.client.deployments.list()).find((each) => each.kitId === kitId)!;
    const { id } = await find();
    const start = async (anyway: boolean) =>
      (await house.finish(await house.client.deployments.start({ deploymentIds: [id], anyway })))[0]!;
    expect(await start(false)).toMatchObject({ state: 'succeeded', error: null });
    expect(await deploy()).toMatchObject({ state: 'succeeded', error: null });
    expect(processesIn(directory)).not.toEqual([]);

    // Beside a server that shares its port, as NVFlare's does: when that has ended it is another's.
    const other = net.createServer().listen({ port: house.port, reusePort: true });
    await once(other, 'listening');
    const blocked = await deploy();
    expect(blocked).toMatchObject({
      state: 'failed',
      error: {
        code: 'CONFLICT',
        message: expect.stringMatching(
          /^The kit is in place, but server1 was not started: Port \d+ of north is taken by /,
        ),
        data: { reason: 'checks', problems: [expect.objectContaining({ code: 'port', severity: 'error' })] },
      },
    });
    expect(blocked.subject).toEqual({ type: 'deployment', id });
    expect(processesIn(directory)).toEqual([]);
    expect(await start(false)).toMatchObject({ state: 'failed', error: { data: { reason: 'checks' } } });
    expect(await start(true)).toMatchObject({ state: 'succeeded', error: null });
    expect(processesIn(directory)).not.toEqual([]);
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));
    expect(processesIn(directory)).toEqual([]);
    other.close();
  }, 120_000);

  test('what ran runs on when another kit, or that of before, cannot be put in its place', async () => {
    const directory = path.join(far, 'steady');
    const own = path.join(far, '.steady.fedwright');
    const { id: kitId } = await house.kitOf('server1');
    const items = [{ kitId, place: onHost(hostId, directory), restart: true }];
    const deploy = async () => (await house.finish(await house.client.deployments.deploy({ items })))[0]!;
    expect(await deploy()).toMatchObject({ state: 'succeeded' });
    const { id } = (await house.client.deployments.list()).find((each) => each.kitId === kitId)!;
    const [started] = await house.finish(await house.client.deployments.start({ deploymentIds: [id] }));
    expect(started).toMatchObject({ state: 'succeeded', error: null });
    const was = processesIn(directory);
    const goesOn = (taskId: string) => {
      expect(readFileSync(path.join(house.data, 'logs', 'tasks', `${taskId}.log`), 'utf8')).toMatch(
        /It has ended[^]*\nWhat ran before was started again\./,
      );
      expect(processesIn(directory)).not.toEqual([]);
    };

    // No folder can be made there for the kit of before.
    rmSync(path.join(own, 'previous'), { recursive: true });
    writeFileSync(path.join(own, 'previous'), '');
    const failed = await deploy();
    expect(failed).toMatchObject({ state: 'failed', error: { data: { reason: 'denied' } } });
    goesOn(failed.id);
    expect(processesIn(directory)).not.toEqual(was);
    rmSync(path.join(own, 'previous'));
    expect(await deploy()).toMatchObject({ state: 'succeeded', error: null });

    rmSync(path.join(own, 'previous', '1', 'startup'), { recursive: true });
    const { taskId } = await house.client.deployments.rollBack({ deploymentId: id, previousId: '1' });
    expect(await house.app.tasks.wait(taskId)).toMatchObject({ state: 'failed' });
    goesOn(taskId);
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));
    expect(processesIn(directory)).toEqual([]);
  }, 120_000);

  test('each cause in words: what is in the way, no permission, no NVFlare, another key', async () => {
    const { id: kitId } = await house.kitOf('site-1');
    const look = async (directory: string) =>
      (await house.client.deployments.preview({ items: [{ kitId, place: onHost(hostId, directory) }] }))[0];
    mkdirSync(path.join(far, 'other'));
    writeFileSync(path.join(far, 'other', 'notes.txt'), 'mine');
    expect((await look(path.join(far, 'other')))?.error?.message).toContain('has something else in it');
    const denied = await house.app.tasks.wait(await deploy('/proc/fedwright/site-1'));
    expect(denied.error?.message).toContain('may not write');
    const without = path.join(far, 'without');
    const placed = await house.app.tasks.wait(await deploy(without, { python: '/bin/sh' }));
    expect(placed).toMatchObject({ state: 'succeeded' });
    const { id } = (await house.client.deployments.list()).find(
      ({ place }) => place.kind === 'host' && place.directory === without,
    )!;
    const [task] = await house.finish(await house.client.deployments.start({ deploymentIds: [id] }));
    expect(task?.error).toMatchObject({
      message: '/bin/sh has no NVFlare.',
      data: { reason: 'nvflare-missing' },
    });
    await sshd.restart({ newKey: true });
    await house.client.hosts.disconnect({ hostId });
    expect((await look(path.join(far, 'site-9')))?.error).toMatchObject({ reason: 'host-key-changed' });
    expect(existsSync(path.join(far, 'site-9'))).toBe(false);
  }, 60_000);
});
