import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import { openStock } from './test-stock';
import { withoutPassword } from './volumes';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

test.each([
  ['o', 'addr=10.0.0.9,username=u,password=hunter2,rw', 'addr=10.0.0.9,username=u,password=[hidden],rw'],
  ['device', '//user:hunter2@nas/share', '//user:[hidden]@nas/share'],
  ['apitoken', 'hunter2', '[hidden]'],
  ['type', 'nfs', 'nfs'],
])('options of a volume show no password: %s', (name, value, shown) => {
  expect(withoutPassword({ name, value })).toEqual({ name, value: shown });
});

describe.skipIf(missing)('on a real engine, through SSH and on its socket', { timeout: 60_000 }, () => {
  let dockerd: Dockerd;
  let sshd: Sshd;
  let opened: Awaited<ReturnType<typeof openStock>>;
  beforeAll(async () => {
    dockerd = await startDockerd();
    sshd = await startSshd();
    opened = await openStock(dockerd, sshd);
  }, 90_000);
  afterAll(async () => {
    await opened?.close();
    await sshd?.end();
    await dockerd?.end();
  });

  test('volumes are made, measured, told with who uses them, and removed', async () => {
    const { volumes } = opened.stock;
    const hostId = opened.far;
    const pair = (name: string, value: string) => ({ name, value });
    const wanted = { hostId, name: 'rounds', driver: 'local', labels: [pair('site', 'north')] };
    await volumes.create({
      ...wanted,
      options: [pair('type', 'tmpfs'), pair('device', 'tmpfs'), pair('o', 'size=9m')],
    });
    await expect(volumes.create({ ...wanted, options: [] })).rejects.toMatchObject({ code: 'CONFLICT' });
    await volumes.create({ ...wanted, name: 'kept', options: [] });
    dockerd.docker(
      'run',
      '--name',
      'writer',
      '--network',
      'none',
      '-v',
      'kept:/data',
      '-v',
      '/anonymous',
      testImage,
      'sh',
      '-c',
      'dd if=/dev/zero of=/data/x bs=1k count=64',
    );
    // An engine lists it as it was a moment ago.
    await expect.poll(() => dockerd.docker('ps', '-aq', '--filter', 'status=exited')).not.toBe('');
    const list = await volumes.list({ hostId });
    expect(list.find(({ name }) => name === 'rounds')).toMatchObject({
      ...{ driver: 'local', anonymous: false, usedBy: [], labels: [pair('site', 'north')] },
      options: [pair('device', 'tmpfs'), pair('o', 'size=9m'), pair('type', 'tmpfs')],
    });
    expect(list.find(({ name }) => name === 'kept')?.usedBy).toMatchObject([
      { name: 'writer', state: 'exited' },
    ]);
    expect(list.filter(({ anonymous }) => anonymous)).toMatchObject([{ usedBy: [{ name: 'writer' }] }]);
    const sizes = await volumes.sizes({ hostId: opened.local });
    expect(sizes.find(({ name }) => name === 'kept')?.sizeBytes).toBe(64 << 10);
    await expect(volumes.remove({ hostId, name: 'kept' })).rejects.toThrow(/used by the container "writer"/);
    dockerd.docker('rm', '-v', 'writer');
    await volumes.remove({ hostId, name: 'kept' });
    await volumes.remove({ hostId: opened.local, name: 'rounds' });
    expect(dockerd.docker('volume', 'ls', '-q')).toBe('');
  });

  test('networks are made, told with who is in them, and removed by id', async () => {
    const { networks } = opened.stock;
    const hostId = opened.far;
    const wanted = { hostId, driver: 'bridge', options: [], labels: [{ name: 'study', value: 'ct' }] };
    const made = await networks.create({ ...wanted, name: 'sites', internal: true, subnet: '10.231.7.0/24' });
    const { networkId: other } = await networks.create({
      ...wanted,
      name: 'free',
      internal: false,
      subnet: null,
    });
    const again = { ...wanted, internal: false };
    await expect(networks.create({ ...again, name: 'sites', subnet: null })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await expect(
      networks.create({ ...again, name: 'late', subnet: '10.231.7.128/25' }),
    ).rejects.toMatchObject({
      ...{ code: 'INVALID', data: { reason: 'subnet-taken' } },
    });
    dockerd.docker('create', '--name', 'member', '--network', 'sites', testImage);
    const list = await networks.list({ hostId });
    expect(list.find(({ id }) => id === made.networkId)).toMatchObject({
      ...{ name: 'sites', driver: 'bridge', internal: true, builtIn: false },
      subnets: [{ subnet: '10.231.7.0/24' }],
      ...{ usedBy: [{ name: 'member' }], labels: [{ name: 'study', value: 'ct' }] },
    });
    expect(
      list
        .filter(({ builtIn }) => builtIn)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([...['bridge', 'host', 'none']]);
    await expect(networks.remove({ hostId, networkId: made.networkId })).rejects.toThrow(/"member"/);
    const host = list.find(({ name }) => name === 'host')?.id ?? '';
    await expect(networks.remove({ hostId, networkId: host })).rejects.toMatchObject({ code: 'CONFLICT' });
    dockerd.docker('rm', 'member');
    for (const networkId of [made.networkId, other]) await networks.remove({ hostId, networkId });
    expect((await networks.list({ hostId })).filter(({ builtIn }) => !builtIn)).toEqual([]);
  });
});
