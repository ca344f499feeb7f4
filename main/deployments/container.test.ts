import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { importNvflare, nvflareImage } from '../../e2e/servers/nvflare-image';
import type { ContainerPlace } from '../../preload/contract/deployments';
import { openFederation, python } from './test-federation';

const missing = python === '' || !existsSync('/usr/sbin/dockerd');

describe.skipIf(missing)('kits in containers of a real engine, with the real NVFlare', () => {
  let dockerd: Dockerd;
  let house: Awaited<ReturnType<typeof openFederation>>;
  let hostId: string;
  beforeAll(async () => {
    dockerd = await startDockerd();
    importNvflare(dockerd);
    house = await openFederation(['site-1']);
    const host = await house.client.hosts.create({
      ...{ name: 'here', kind: 'local', address: '', username: '', dockerSocket: dockerd.socket },
    });
    hostId = host.id;
  }, 180_000);
  afterAll(async () => {
    await house?.close();
    await dockerd?.end();
  });

  const place = (name: string, more: Partial<ContainerPlace> = {}) => ({
    ...{ kind: 'container' as const, hostId, name, image: nvflareImage, restart: 'no' as const },
    ...more,
  });
  const deploy = async (participant: string, more: object = {}) => {
    const { id: kitId } = await house.kitOf(participant);
    const items = [{ kitId, place: place(participant), ...more }];
    return (await house.finish(await house.client.deployments.deploy({ items })))[0]!;
  };
  const all = () => house.client.deployments.list();
  const find = async (participant: string) => (await all()).find((each) => each.participant === participant)!;
  const inside = (name: string, ...words: string[]) => dockerd.docker('exec', name, ...words);

  test('an image without NVFlare is told before anything is made', async () => {
    const { id: kitId } = await house.kitOf('site-1');
    const items = [{ kitId, place: place('site-1', { image: testImage }) }];
    const [preview] = await house.client.deployments.preview({ items });
    expect(preview?.error?.message).toContain('has no bash');
    const [started] = await house.client.deployments.deploy({ items });
    expect(await house.app.tasks.wait(started?.taskId ?? '')).toMatchObject({ state: 'failed' });
    expect(dockerd.docker('ps', '-aq')).toBe('');
  });

  test('a federation in containers comes up, keeps changed settings and data over another kit, and ends', async () => {
    for (const name of ['server1', 'site-1'])
      expect(await deploy(name)).toMatchObject({ state: 'succeeded', error: null });
    const modes = modesIn(dockerd, 'server1');
    expect(modes).toEqual(['600 startup/server.key', '755 startup/sub_start.sh', '700 startup']);
    const ids = (await all()).map(({ id }) => id);
    const started = await house.finish(await house.client.deployments.start({ deploymentIds: ids }));
    expect(started.map(({ state, error }) => [state, error])).toEqual(started.map(() => ['succeeded', null]));
    const watch = new AbortController();
    const seen = new Map<string, string>();
    for await (const { states } of await house.client.deployments.watch(undefined, {
      signal: watch.signal,
    })) {
      for (const { deploymentId, state } of states) seen.set(deploymentId, `${state.phase} ${state.sites}`);
      if ([...seen.values()].toSorted().join() === 'ready 1,ready null') break;
    }
    watch.abort();

    inside('site-1', 'sh', '-c', 'echo "{}" > /opt/fedwright/kit/local/privacy.json');
    inside('site-1', 'sh', '-c', 'mkdir /opt/fedwright/kit/job && echo left > /opt/fedwright/kit/job/result');
    await house.provision();
    expect(await deploy('site-1')).toMatchObject({ state: 'failed' });
    expect(await deploy('site-1', { restart: true })).toMatchObject({ state: 'succeeded', error: null });
    expect(inside('site-1', 'cat', '/opt/fedwright/kit/local/privacy.json')).toBe('{}');
    expect(inside('site-1', 'cat', '/opt/fedwright/kit/job/result')).toBe('left');
    const { id: deploymentId, kit } = await find('site-1');
    expect(kit).toBe('current');
    expect(await house.client.deployments.verify({ deploymentId })).toMatchObject({ state: 'edited' });
    const { taskId } = await house.client.deployments.rollBack({ deploymentId, previousId: '1' });
    expect(await house.app.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    expect(await find('site-1')).toMatchObject({ kit: 'older', runNumber: 1 });

    const stopped = await house.finish(await house.client.deployments.stop({ deploymentIds: ids }));
    expect(stopped.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
    expect(dockerd.docker('ps', '-q')).toBe('');
    await house.finish(await house.client.deployments.remove({ deploymentIds: ids }));
    expect(dockerd.docker('ps', '-aq')).toBe('');
    expect(await all()).toEqual([]);
  }, 180_000);
});

/** Permissions in a container that does not run. */
function modesIn(dockerd: Dockerd, name: string): string[] {
  const files = ['startup/server.key', 'startup/sub_start.sh', 'startup'];
  return files.map((file) => {
    const listing = dockerd.docker('cp', `${name}:/opt/fedwright/kit/${file}`, '-');
    const octal = listing.slice(100, 107);
    return `${(Number.parseInt(octal, 8) & 0o7777).toString(8)} ${file}`;
  });
}
