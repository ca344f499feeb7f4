import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { importNvflare, nvflareImage } from '../../e2e/servers/nvflare-image';
import { dropPackets } from '../../e2e/servers/packet-drop';
import type { ContainerPlace } from '../../preload/contract/deployments';
import { createEngines } from '../docker/engines';
import { openMachines, settingsOf } from '../hosts/test-machines';
import { createContainerLogs } from './container-log';
import { openFederation, python, untilSeen } from './test-federation';

const missing = python === '' || !existsSync('/usr/sbin/dockerd');

describe.skipIf(missing)('kits in containers of a real engine, with the real NVFlare', () => {
  let dockerd: Dockerd;
  let house: Awaited<ReturnType<typeof openFederation>>;
  let hostId: string;
  beforeAll(async () => {
    dockerd = await startDockerd([], { bridge: true });
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
  /** What the checks find, seen from the container of a participant, by what they look at. */
  const checkFrom = async (participant: string) => {
    const { id: kitId } = await house.kitOf(participant);
    const found: Record<string, string> = {};
    const input = { kitId, place: { kind: 'container' as const, hostId, name: participant } };
    for await (const event of await house.client.preflight.watch({ ...input, purpose: 'connect' }))
      if (event.type === 'result') found[event.result.id] = event.result.state;
    return found;
  };
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

  test('who has the port of a server is named before the start, with the way out', async () => {
    const { id: kitId } = await house.kitOf('server1');
    const at = place('server1', { network: 'bridge' });
    const port = String(house.port);
    dockerd.docker('create', '--name', 'other', '-p', `${port}:80`, testImage, 'sleep', '600');
    const notes = async () =>
      (await house.client.deployments.preview({ items: [{ kitId, place: at }] }))[0]?.plan?.notes.join(' ');
    expect(await notes()).toMatch(
      /Port \d+\/tcp of "here" belongs to the container "other", which does not run\. Remove that container/,
    );
    expect(await deploy('server1', { place: at })).toMatchObject({ state: 'succeeded' });
    const { id } = await find('server1');
    const start = async (anyway = false) =>
      (await house.finish(await house.client.deployments.start({ deploymentIds: [id], anyway })))[0]!;
    expect((await start()).error).toMatchObject({
      ...{ code: 'CONFLICT', message: expect.stringContaining('the container "other"') },
      data: { reason: 'checks', problems: [expect.objectContaining({ code: 'port', severity: 'error' })] },
    });
    dockerd.docker('start', 'other');
    expect((await start(true)).error?.message).toMatch(
      /Port \d+\/tcp of "here" belongs to the container "other"\./,
    );
    dockerd.docker('rm', '-f', 'other');
    const taken = () => house.client.hostPorts.taken({ hostId });

    // With nobody in its way the port is kept for it: others are told.
    expect(await deploy('server1', { place: at })).toMatchObject({ state: 'succeeded', error: null });
    expect((await taken()).ports.filter((each) => each.port === house.port)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'reservation', holder: 'server1 of federation' }),
        expect.objectContaining({ kind: 'container', holder: 'server1', active: false }),
      ]),
    );
    expect(await notes()).toBe('');
    const second = await house.client.deployments.preview({
      items: [{ kitId, place: { ...at, name: 'server1-again' } }],
    });
    expect(second[0]?.plan?.notes.join(' ')).toContain('the container "server1"');
    expect(
      (await house.finish(await house.client.deployments.remove({ deploymentIds: [id] })))[0],
    ).toMatchObject({ state: 'succeeded' });
    expect((await taken()).ports.filter((each) => each.port === house.port)).toEqual([]);
  }, 120_000);

  test('GPUs that the engine cannot give are told in words', async () => {
    expect(await deploy('site-1', { place: place('site-1', { gpus: true }) })).toMatchObject({
      state: 'succeeded',
    });
    expect(inspect(dockerd, 'site-1')['DeviceRequests']).toMatchObject([{ Driver: 'nvidia', Count: -1 }]);
    const { id } = await find('site-1');
    const request = { deploymentIds: [id], anyway: true };
    const [task] = await house.finish(await house.client.deployments.start(request));
    expect(task?.error).toMatchObject({
      message: 'The engine of "here" cannot give GPUs to containers.',
    });
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));
  }, 60_000);

  test('a log of any size is followed where it is, and one that is not there is empty', async () => {
    expect(await deploy('site-1')).toMatchObject({ state: 'succeeded', error: null });
    const { id } = await find('site-1');
    const follow = async (file: 'log.txt' | 'error_log.txt') => {
      const watch = new AbortController();
      const input = { deploymentId: id, file, tail: 2 };
      const events = await house.client.deployments.logs(input, { signal: watch.signal });
      const next = async () => {
        const { value } = await events.next();
        return value === undefined ? null : (value as { text: string }).text;
      };
      return { next, end: () => watch.abort() };
    };
    const first = async (file: 'log.txt' | 'error_log.txt') => {
      const { next, end } = await follow(file);
      return next().finally(end);
    };
    const log = '/opt/fedwright/kit/log.txt';
    // Without NVFlare, whose own lines would come among these whenever it is ready.
    const idle = path.join(house.data, 'idle.sh');
    writeFileSync(idle, 'exec sleep 600\n');
    dockerd.docker('cp', idle, 'site-1:/opt/fedwright/kit/startup/sub_start.sh');
    dockerd.docker('start', 'site-1');
    expect(await first('error_log.txt')).toBe('');
    const large = `{ head -c 70000000 /dev/zero; echo; echo one; echo two; } >${log}`;
    inside('site-1', 'sh', '-c', large);
    const running = await follow('log.txt');
    expect(await running.next()).toBe('one\ntwo\n');
    inside('site-1', 'sh', '-c', `echo three >>${log}`);
    expect(await running.next()).toBe('three\n');
    running.end();
    inside('site-1', 'sh', '-c', `cp ${log} /kept; printf 'a\\nb\\nc\\n' >${log}`);
    dockerd.docker('stop', '-t', '1', 'site-1');
    expect(await first('error_log.txt')).toBe('');
    expect(await first('log.txt')).toBe('b\nc\n');
    dockerd.docker('start', 'site-1');
    inside('site-1', 'cp', '/kept', log);
    dockerd.docker('stop', '-t', '1', 'site-1');
    await expect(first('log.txt')).rejects.toMatchObject({
      message: expect.stringContaining('log.txt has 70 MB'),
    });
    const containerId = dockerd.docker('inspect', '-f', '{{.Id}}', 'site-1');
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));

    // Removed since it was looked at.
    const machines = await openMachines();
    try {
      const here = { name: 'here', kind: 'local' as const, dockerSocket: dockerd.socket };
      const at = { address: '', port: 22, username: '' } as never;
      const host = await machines.hosts.create({ ...settingsOf(at, here), keyGrantId: null });
      const { readLog } = createContainerLogs(createEngines(machines.hosts.access), () => '');
      for (const running of [true, false])
        await expect(
          readLog({ hostId: host.id, id: containerId, running }, 'log.txt', 0),
        ).rejects.toMatchObject({
          message: expect.stringContaining('The container is gone'),
        });
    } finally {
      machines.close();
    }
  }, 120_000);

  test('what runs in a container is asked to end and given time, and what does not end is made to', async () => {
    expect(await deploy('site-1')).toMatchObject({ state: 'succeeded', error: null });
    const { id } = await find('site-1');
    const kit = '/opt/fedwright/kit';
    /** A kit whose job is in a session of its own, and does this when it is asked to end. */
    const startWith = (asked: string) => {
      const job = `trap '${asked}' TERM; echo up >${kit}/job-is; while :; do sleep 0.1; done`;
      const script = path.join(house.data, 'job.sh');
      writeFileSync(script, `rm -f ${kit}/job-is\nsetsid sh -c "${job}" &\nexec sleep 600\n`);
      dockerd.docker('cp', script, `site-1:${kit}/startup/sub_start.sh`);
      dockerd.docker('start', 'site-1');
      return vi.waitFor(() => expect(inside('site-1', 'cat', `${kit}/job-is`)).toBe('up'), 30_000);
    };
    const jobIs = () => dockerd.docker('cp', `site-1:${kit}/job-is`, '-').slice(512).split('\n')[0];
    const exitCode = () => dockerd.docker('inspect', '-f', '{{.State.ExitCode}}', 'site-1');

    const slow = `sleep 2; echo saved >${kit}/job-is; exit 0`;
    await startWith(slow);
    const [stopped] = await house.finish(await house.client.deployments.stop({ deploymentIds: [id] }));
    expect([stopped?.state, jobIs(), exitCode()]).toEqual(['succeeded', 'saved', '143']);
    await startWith(slow);
    const containerId = dockerd.docker('inspect', '-f', '{{.Id}}', 'site-1');
    await house.client.containers.act({ hostId, containerId, action: 'stop' });
    expect([jobIs(), exitCode()]).toEqual(['saved', '143']);

    // An interactive shell at a terminal, which does not end for being asked to.
    await startWith(slow);
    dockerd.docker('exec', '-d', '-t', 'site-1', 'bash', '-i');
    const runs = () => dockerd.docker('top', 'site-1', '-o', 'pid,args');
    await vi.waitFor(() => expect(runs()).toMatch(/ bash -i$/m), 10_000);
    await house.client.containers.act({ hostId, containerId, action: 'stop' });
    expect([jobIs(), exitCode()]).toEqual(['saved', '143']);
    expect(dockerd.docker('logs', 'site-1')).not.toContain('did not end within ten seconds');

    // 137 would be the engine, which would not have told in the log.
    await startWith('echo refused >/opt/fedwright/kit/job-is');
    await house.client.containers.act({ hostId, containerId, action: 'stop' });
    expect([jobIs(), exitCode()]).toEqual(['refused', '143']);
    expect(dockerd.docker('logs', 'site-1')).toContain('did not end within ten seconds');
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));
  }, 120_000);

  test('a deployment in place is kept though a container of before cannot be removed', async () => {
    expect(await deploy('site-1')).toMatchObject({ state: 'succeeded', error: null });
    const { id } = await find('site-1');
    const previous = [1, 2, 3].map((number) => {
      const words = ['--name', `site-1.previous-${number}`, '--label', `fedwright.deployment=${id}`];
      return dockerd.docker('create', ...words, testImage, 'sleep', '600');
    });
    // No engine can remove the folder that this is in.
    const fixed = path.join(path.dirname(dockerd.socket), 'data', 'containers', previous[0]!, 'fixed');
    writeFileSync(fixed, '');
    expect(spawnSync('chattr', ['+i', fixed]).status).toBe(0);
    const again = await deploy('site-1').finally(() => spawnSync('chattr', ['-i', fixed]));
    expect(again).toMatchObject({ state: 'succeeded', error: null });
    const log = readFileSync(path.join(house.data, 'logs', 'tasks', `${again.id}.log`), 'utf8');
    expect(log).toContain('A container of before could not be removed: The engine of "here"');
    await house.finish(await house.client.deployments.remove({ deploymentIds: [id] }));
    for (const left of dockerd.docker('ps', '-aq').split('\n').filter(Boolean)) dockerd.docker('rm', left);
  }, 120_000);

  test('an image that hangs is given up with what was made to try it', async () => {
    const hang = "printf '#!/bin/sh\\nexec sleep 4321\\n' >/bin/python3; chmod 755 /bin/python3";
    dockerd.docker('run', '--name', 'hang', testImage, 'sh', '-c', `${hang}; cp /bin/python3 /bin/bash`);
    dockerd.docker('commit', 'hang', 'fedwright-hang:latest');
    dockerd.docker('rm', 'hang');
    const { id: kitId } = await house.kitOf('site-1');
    const items = [{ kitId, place: place('site-1', { image: 'fedwright-hang:latest' }) }];
    const [started] = await house.client.deployments.deploy({ items });
    const probes = () => dockerd.docker('ps', '-aq', '--filter', 'label=fedwright.probe');
    await vi.waitFor(() => expect(probes()).not.toBe(''), 30_000);
    await house.client.tasks.cancel({ taskId: started?.taskId ?? '' });
    expect(await house.app.tasks.wait(started?.taskId ?? '')).toMatchObject({ state: 'cancelled' });
    expect(probes()).toBe('');

    // One that was left behind is no part of a federation: a clean-up may take it.
    const left = dockerd.docker('create', '--label', 'fedwright.probe=1', testImage, 'true');
    const rules = { containers: true, images: 'none' as const, buildCache: false };
    const plan = await house.client.cleanUp.plan({ hostId, rules });
    expect([plan.entries.map(({ id }) => id), plan.kept]).toEqual([[left], []]);
    dockerd.docker('rm', left);
  }, 120_000);

  test('a federation in containers comes up, keeps changed settings and data over another kit, and ends', async () => {
    const options = {
      ...{ cpus: 0.5, memoryBytes: 512 << 20, dataDirectory: '/etc', restart: 'on-failure' as const },
    };
    const bridged = place('server1', { network: 'bridge', ...options });
    expect(await deploy('server1', { place: bridged })).toMatchObject({ state: 'succeeded', error: null });
    expect(await deploy('site-1')).toMatchObject({ state: 'succeeded', error: null });
    expect(inspect(dockerd, 'server1')).toMatchObject({
      ...{
        NanoCpus: 5e8,
        Memory: 512 << 20,
        RestartPolicy: { Name: 'on-failure' },
        Binds: ['/etc:/data:ro'],
      },
      PortBindings: { [`${house.port}/tcp`]: [{ HostPort: String(house.port) }] },
    });
    const modes = modesIn(dockerd, 'server1');
    expect(modes).toEqual(['600 startup/server.key', '755 startup/sub_start.sh', '700 startup']);
    const ids = (await all()).map(({ id }) => id);
    const started = await house.finish(await house.client.deployments.start({ deploymentIds: ids }));
    expect(started.map(({ state, error }) => [state, error])).toEqual(started.map(() => ['succeeded', null]));
    await untilSeen(house, 'ready 1,ready null');
    // The limit and the folder are what the kit itself meets.
    const limit =
      'cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || :';
    expect(inside('server1', 'sh', '-c', limit)).toBe(String(512 << 20));
    expect(inside('server1', 'cat', '/data/hostname')).toBe(readFileSync('/etc/hostname', 'utf8').trim());
    expect(() => inside('server1', 'touch', '/data/written')).toThrow(/Read-only file system/);
    for (const state of [await checkFrom('site-1'), await checkFrom('server1')])
      expect(state).toMatchObject({ python: 'ok', nvflare: 'ok', disk: expect.anything() });
    expect(await checkFrom('site-1')).toMatchObject({ tcp: 'ok', tls: 'ok', accepted: 'ok', service: 'ok' });

    const drop = dropPackets(house.port);
    try {
      await untilSeen(house, 'lost null,ready 1');
    } finally {
      drop.end();
    }
    await untilSeen(house, 'ready 1,ready null');

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
    // What its jobs left came along, back too.
    expect(inside('site-1', 'cat', '/opt/fedwright/kit/job/result')).toBe('left');
    expect(await checkFrom('site-1')).toMatchObject({ tcp: 'ok', accepted: 'ok' });

    const { id: serverId } = await find('server1');
    await house.finish(await house.client.deployments.stop({ deploymentIds: [serverId] }));
    await untilSeen(house, 'lost null,stopped null');
    const stopped = await house.finish(await house.client.deployments.stop({ deploymentIds: ids }));
    expect(stopped.map(({ state }) => state)).toEqual(['succeeded', 'succeeded']);
    expect(dockerd.docker('ps', '-q')).toBe('');
    // One that does not run is looked from beside it, with its network: nothing of that is left.
    const beside = await checkFrom('site-1');
    expect(beside).toMatchObject({ python: 'ok', nvflare: 'ok', tcp: 'failed' });
    expect(dockerd.docker('ps', '-aq', '--filter', 'label=fedwright.probe')).toBe('');
    await house.finish(await house.client.deployments.remove({ deploymentIds: ids }));
    expect(dockerd.docker('ps', '-aq')).toBe('');
    expect(await all()).toEqual([]);
  }, 240_000);
});

const inspect = (dockerd: Dockerd, name: string) =>
  (JSON.parse(dockerd.docker('inspect', name)) as { HostConfig: Record<string, unknown> }[])[0]!.HostConfig;

/** Permissions in a container that does not run. */
function modesIn(dockerd: Dockerd, name: string): string[] {
  const files = ['startup/server.key', 'startup/sub_start.sh', 'startup'];
  return files.map((file) => {
    const listing = dockerd.docker('cp', `${name}:/opt/fedwright/kit/${file}`, '-');
    const octal = listing.slice(100, 107);
    return `${(Number.parseInt(octal, 8) & 0o7777).toString(8)} ${file}`;
  });
}
