import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Child } from '../../e2e/servers/child';
import { freePort } from '../../e2e/servers/free-port';
import { type Sshd, startSshd } from '../../e2e/servers/sshd';
import type { CheckResult, PreflightInput } from '../../preload/contract/preflight';
import { addTrusted, openMachines } from '../hosts/test-machines';
import { type House, openHouse, python } from '../provisioning/test-house';
import { createPreflight } from './service';
import { letExpire, provisionTrial, startServer, type Trial } from './test-federation';

const missing = !python && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';
const noSshd = !existsSync('/usr/sbin/sshd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing || noSshd)('preflight against a real server', { timeout: 60_000 }, () => {
  let house: House;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let work: string;
  let port: number;
  let trial: Trial;
  let server: Child;
  let made: string | null = '2.8.1';
  const running: Child[] = [];

  const preflight = (of: House, change: Partial<House['kits']> = {}) =>
    createPreflight({
      kits: { ...of.kits, ...change, versionOf: () => made },
      access: machines.hosts.access,
      requirePython: async () => ({ python: python ?? '' }),
      data: house.data,
    });
  const check = async (input: PreflightInput, of = house, change: Partial<House['kits']> = {}) => {
    const results = await preflight(of, change).check(input);
    return Object.fromEntries(results.map((one): [string, CheckResult] => [one.id, one]));
  };
  const local = (kitId: string, purpose: 'start' | 'connect' = 'connect') =>
    check({ kitId, place: { kind: 'local' }, purpose });
  const states = (found: Record<string, CheckResult>) =>
    Object.fromEntries(Object.entries(found).map(([id, { state }]) => [id, state]));

  beforeAll(async () => {
    work = mkdtempSync(path.join(os.tmpdir(), 'fedwright-preflight-'));
    house = await openHouse();
    machines = await openMachines();
    port = await freePort();
    const astray = '{name: site-2, type: client, org: alpha, connect_to: {host: 127.0.0.2}}';
    trial = await provisionTrial(house, { port, more: [astray, '{name: site-3, type: client, org: alpha}'] });
    server = await startServer(house, trial, path.join(work, 'main'));
  }, 120_000);
  afterEach(async () => {
    made = '2.8.1';
    for (const child of running.splice(0)) await child.end('SIGKILL');
  });
  afterAll(async () => {
    await server?.end('SIGKILL');
    machines?.close();
    await house?.close();
    rmSync(work, { recursive: true, force: true });
  });

  test('a site that can connect finds everything right, here and from a host', async () => {
    const right = {
      ...{ kit: 'ok', certificate: 'ok', clock: 'ok', python: 'ok', nvflare: 'ok', dns: 'ok', tcp: 'ok' },
      ...{ tls: 'ok', ca: 'ok', 'server-name': 'ok', 'server-kit': 'ok', 'server-dates': 'ok' },
      ...{ accepted: 'ok', service: 'ok' },
    };
    expect(states(await local(trial.kit('site-1')))).toMatchObject(right);
    expect(states(await local(trial.kit('admin@example.org')))).toMatchObject(right);
    const sshd = await startSshd();
    try {
      const { id: hostId } = await addTrusted(machines, sshd);
      const place = { kind: 'host' as const, hostId, directory: '/no/such/kit', python };
      const found = await check({ kitId: trial.kit('site-1'), place, serverHostId: hostId });
      // The server is on the same machine, which a host cannot know.
      expect(states(found)).toMatchObject({ ...right, dns: 'attention' });
    } finally {
      await sshd.end();
    }
  });

  test('nothing listens, a name is unknown, another program answers: each is told', async () => {
    const free = await freePort();
    const silent = await provisionTrial(house, { name: 'silent', port: free });
    const refused = await local(silent.kit('site-1'));
    expect(refused['tcp']).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('nothing listens'),
    });
    expect(refused['tls']).toMatchObject({
      state: 'unknown',
      message: expect.stringMatching(/^Not checked/),
    });

    const lost = await provisionTrial(house, { name: 'lost', port: free, host: 'no-such-server.invalid' });
    const unknown = await local(lost.kit('site-1'));
    expect(unknown['dns']).toMatchObject({ state: 'failed', hint: expect.stringContaining('/etc/hosts') });
    expect(unknown['tcp']).toMatchObject({
      ...{ state: 'unknown', message: "Not checked: the server's name was not found." },
    });
    expect(unknown['tls']).toMatchObject({ state: 'unknown', message: unknown['tcp']?.message });

    const other = http.createServer().listen(free, '127.0.0.1');
    const wrong = await local(silent.kit('site-1'));
    other.close();
    expect(wrong['tcp']?.state).toBe('ok');
    expect(wrong['tls']).toMatchObject({
      ...{ state: 'failed', message: expect.stringContaining('does not speak TLS') },
    });
  });

  test("another project's CA, and a CA of before", async () => {
    const other = await provisionTrial(house, { name: 'other', port });
    expect((await local(other.kit('site-1')))['ca']).toMatchObject({
      ...{ state: 'failed', message: expect.stringMatching(/CA "trial".*trusts "other"/) },
    });
    const anew = await openHouse();
    const again = await provisionTrial(anew, { port });
    const found = await check({ kitId: again.kit('site-1'), place: { kind: 'local' } }, anew);
    await anew.close();
    expect(found['ca']).toMatchObject({ state: 'failed', hint: expect.stringContaining('provisioned anew') });
    expect(found['accepted']?.state).toBe('failed');
  });

  test('a name that the certificate does not cover', async () => {
    const found = await local(trial.kit('site-2'));
    expect(found['server-name']).toMatchObject({
      ...{ state: 'failed', message: expect.stringContaining('127.0.0.2') },
      hint: expect.stringContaining('Add 127.0.0.2'),
    });
    expect(states(found)).toMatchObject({ ca: 'ok', accepted: 'ok' });
  });

  test('a certificate that has expired, on either side', async () => {
    letExpire(trial, trial.folder('site-3'), 'client', 'site-3');
    const own = await local(trial.kit('site-3'));
    expect(own['certificate']).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('2024-01-31'),
    });
    expect(own['accepted']).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('2024-01-31'),
    });
    expect(states(own)).toMatchObject({ ca: 'ok', 'server-dates': 'ok' });

    const old = await provisionTrial(house, { name: 'old', port: await freePort() });
    const change = (kit: string) => letExpire(old, kit, 'server', 'server');
    running.push(await startServer(house, old, path.join(work, 'old'), change));
    const theirs = await local(old.kit('site-1'));
    expect(theirs['server-dates']).toMatchObject({
      ...{ state: 'failed', hint: expect.stringContaining('Renew the certificate of the server') },
    });
    expect(states(theirs)).toMatchObject({ certificate: 'ok', ca: 'ok', 'server-name': 'ok' });
  });

  test.each([
    ['http', 'mtls'],
    ['tcp', 'mtls'],
    ['grpc', 'tls'],
    ['grpc', 'clear'],
  ] as const)('a server over %s with %s is known as such', async (scheme, security) => {
    const name = `${scheme}-${security}`;
    const own = await provisionTrial(house, { name, port: await freePort(), scheme, security });
    running.push(await startServer(house, own, path.join(work, name)));
    const found = await local(own.kit('site-1'));
    expect(found['service']).toMatchObject({ state: 'ok' });
    expect(found['accepted']?.state).toBe(security === 'mtls' ? 'ok' : undefined);
    expect(found['ca']?.state).toBe(security === 'clear' ? undefined : 'ok');
  });

  test('a kit that speaks another protocol than the server', async () => {
    const { kit, files } = house.kits.open(trial.kit('site-1'));
    const read = async (file: string) => {
      const bytes = await files.read(file);
      if (file !== 'startup/fed_client.json') return bytes;
      return Buffer.from(bytes.toString('utf8').replace('"grpc"', '"http"'));
    };
    const place = { kind: 'local' as const };
    const open = () => ({ kit, files: { ...files, read } });
    expect((await check({ kitId: kit.id, place }, house, { open }))['service']).toMatchObject({
      ...{ state: 'failed', message: 'The server speaks grpc, and the kit http.' },
    });
  });

  test('a certificate that is not one of the key', async () => {
    const other = house.kits.open(trial.kit('site-2')).files;
    const { kit, files } = house.kits.open(trial.kit('site-1'));
    const read = (file: string) => (file === 'startup/client.crt' ? other : files).read(file);
    const open = () => ({ kit, files: { ...files, read } });
    const place = { kind: 'local' as const };
    const found = await check({ kitId: kit.id, place }, house, { open });
    expect(states(found)).toMatchObject({ tcp: 'ok', tls: 'unknown' });
    expect(found['tls']?.message).toContain('do not fit together');
  });

  test("a server's port: taken before a start, listened on after it", async () => {
    const kitId = trial.kit('server');
    const before = await local(kitId, 'start');
    expect(before['port']).toMatchObject({
      ...{ state: 'failed', message: expect.stringMatching(/server of NVFlare.*process \d+/) },
    });
    expect(before['name']?.state).toBe('ok');
    expect((await local(kitId, 'connect'))['port']?.state).toBe('ok');

    const free = await freePort();
    const next = await provisionTrial(house, { name: 'next', port: free });
    expect((await local(next.kit('server'), 'start'))['port']?.state).toBe('ok');
    const other = net.createServer().listen(free, '127.0.0.1');
    const taken = await local(next.kit('server'), 'start');
    other.close();
    expect(taken['port']).toMatchObject({
      ...{ state: 'failed', message: expect.stringContaining(`process ${process.pid}`) },
    });
  });

  test('a clock that is wrong, and an NVFlare that does not fit', async () => {
    const preload = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';
    const late: Sshd = await startSshd([], undefined, [`LD_PRELOAD=${preload}`, 'FAKETIME=-3h']);
    try {
      const { id: hostId } = await addTrusted(machines, late, { name: 'late' });
      const place = { kind: 'host' as const, hostId, python };
      const found = await check({ kitId: trial.kit('site-1'), place });
      expect(found['clock']).toMatchObject({
        state: 'failed',
        message: expect.stringContaining('3 hours behind'),
      });
      expect(found['certificate']).toMatchObject({ state: 'failed', hint: 'Set the clock there right.' });
      expect(found['server-dates']).toMatchObject({
        state: 'failed',
        hint: 'Set the clock of late right.',
      });
    } finally {
      await late.end();
    }
    made = '2.7.2';
    expect((await local(trial.kit('site-1')))['nvflare']).toMatchObject({
      ...{ state: 'failed', message: expect.stringMatching(/2\.8\.1.*2\.7\.2/) },
      hint: expect.stringContaining('nvflare==2.7.2'),
    });
  });

  test('a host without Python, one that forbids forwarding, and one that is gone', async () => {
    const strict = await startSshd(['AllowTcpForwarding no']);
    const { id: hostId } = await addTrusted(machines, strict, { name: 'strict' });
    const place = { kind: 'host' as const, hostId, python: '/no/such/python' };
    const found = await check({ kitId: trial.kit('site-1'), place });
    expect(states(found)).toMatchObject({ python: 'failed', nvflare: 'failed', tcp: 'unknown' });
    await strict.end();
    const gone = await check({ kitId: trial.kit('site-1'), place });
    expect(gone['place']).toMatchObject({ state: 'failed' });
    expect(gone['disk']).toBeUndefined();
  });
});
