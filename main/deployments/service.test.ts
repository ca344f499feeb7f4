import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dropPackets } from '../../e2e/servers/packet-drop';
import { processesIn } from '../../e2e/servers/processes';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { onHost, openFederation, python, untilSeen } from './test-federation';

const missing = python === '' || !existsSync('/usr/sbin/sshd');

describe.skipIf(missing)('kits on hosts, over real sshds and with the real NVFlare', () => {
  let far: string;
  let sshds: Sshd[];
  let house: Awaited<ReturnType<typeof openFederation>>;
  let hosts: string[];
  beforeAll(async () => {
    far = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-deployed-')));
    sshds = [await startSshd(), await startSshd()];
    house = await openFederation();
    hosts = [await house.addHost(sshds[0]!, 'north'), await house.addHost(sshds[1]!, 'south')];
  }, 60_000);
  afterAll(async () => {
    await house?.close();
    for (const sshd of sshds ?? []) await sshd.end();
    rmSync(far, { recursive: true, force: true });
  });

  const place = (host: number, name: string) => onHost(hosts[host]!, path.join(far, name));
  const deploy = async (host: number, participant: string, more: object = {}) => {
    const { id: kitId } = await house.kitOf(participant);
    const items = [{ kitId, place: place(host, participant), ...more }];
    return (await house.finish(await house.client.deployments.deploy({ items })))[0]!;
  };
  const find = async (participant: string) =>
    (await house.client.deployments.list()).find((each) => each.participant === participant)!;

  test('a kit arrives whole, with its permissions, and nothing of it is written here', async () => {
    const { id: kitId } = await house.kitOf('server1');
    const [before] = await house.client.deployments.preview({
      items: [{ kitId, place: place(0, 'server1') }],
    });
    expect(before).toMatchObject({ error: null, plan: { replaces: 'nothing', running: false, python } });
    expect(await deploy(0, 'server1')).toMatchObject({ state: 'succeeded' });
    const at = (name: string) => path.join(far, 'server1', name);
    expect(readFileSync(at('startup/server.key'), 'utf8')).toContain('PRIVATE KEY');
    const mode = (name: string) => (statSync(at(name)).mode & 0o7777).toString(8);
    expect(['startup/server.key', 'startup/sub_start.sh', 'startup', 'local', ''].map(mode)).toEqual([
      '600',
      '755',
      '700',
      '700',
      '700',
    ]);
    expect(readFileSync(at('local/resources.json'), 'utf8')).toContain(at('storage/'));
    const { id: deploymentId } = await find('server1');
    expect(await house.client.deployments.verify({ deploymentId })).toMatchObject({ state: 'same' });
    writeFileSync(at('startup/server.crt'), 'another');
    expect(await house.client.deployments.verify({ deploymentId })).toMatchObject({
      ...{ state: 'differs', differences: [{ path: 'startup/server.crt', what: 'changed' }] },
    });
  });

  test('a federation on two hosts comes up, is seen, survives us, and goes without a trace', async () => {
    for (const [host, name] of [
      [0, 'server1'],
      [0, 'site-1'],
      [1, 'site-2'],
    ] as const)
      expect(await deploy(host, name)).toMatchObject({ state: 'succeeded' });
    const ids = async () => (await house.client.deployments.list()).map(({ id }) => id);
    const started = await house.finish(await house.client.deployments.start({ deploymentIds: await ids() }));
    expect(started.map(({ state, error }) => [state, error])).toEqual(started.map(() => ['succeeded', null]));
    await untilSeen(house, 'ready 2,ready null,ready null');
    // A site that has lost its server says so, and that it has it back.
    const server = { deploymentIds: [(await find('server1')).id] };
    await house.finish(await house.client.deployments.stop(server));
    await untilSeen(house, 'lost null,lost null,stopped null');
    await house.finish(await house.client.deployments.start(server));
    await untilSeen(house, 'ready 2,ready null,ready null');
    // Nobody closes anything, and nothing arrives any more: NVFlare would find out after many minutes.
    const drop = dropPackets(house.port);
    try {
      await untilSeen(house, 'lost null,lost null,ready 2');
      expect((await find('site-1')).state?.note).toContain('the network between them is cut');
    } finally {
      drop.end();
    }
    await untilSeen(house, 'ready 2,ready null,ready null');
    // The connection goes, what was started stays.
    await sshds[0]!.kill();
    // What is asked for before the loss is noticed fails with it.
    const state = async () => (await house.client.hosts.get({ hostId: hosts[0]! })).connection.state;
    await vi.waitFor(async () => expect(await state()).not.toBe('open'), 10_000);
    await sshds[0]!.restart();
    expect(processesIn(far).length).toBeGreaterThan(3);
    const again = await house.finish(await house.client.deployments.start(server));
    expect(again[0]).toMatchObject({ state: 'succeeded' });
    const stopped = await house.finish(await house.client.deployments.stop({ deploymentIds: await ids() }));
    expect(stopped.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(processesIn(far)).toEqual([]);
  }, 240_000);
});
