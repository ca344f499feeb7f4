import { spawnSync } from 'node:child_process';
import http from 'node:http';
import type { TLSSocket } from 'node:tls';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CertificateFiles, type TestCa, makeTestCa } from '../../e2e/servers/certificates';
import { type Dockerd, startDockerd, testImage } from '../../e2e/servers/dockerd';
import { freePort } from '../../e2e/servers/free-port';
import type { HostFiles, HostSettings } from '../../preload/contract/hosts';
import { createEngine } from '../docker/engine';
import { engineProblem } from '../docker/engine-problem';
import { hostRows } from './tables';
import { openMachines } from './test-machines';

const missing = !existsSync('/usr/sbin/dockerd') && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('an engine behind TLS', () => {
  let ca: TestCa;
  let own: CertificateFiles;
  let dockerd: Dockerd;
  let port: number;
  let machines: Awaited<ReturnType<typeof openMachines>>;
  let count = 0;

  beforeAll(async () => {
    ca = makeTestCa();
    // As large as keys get: more than one entry of the keychain of Windows holds.
    own = ca.issue('client', { rsa: 4096 });
    const server = ca.issue('server');
    port = await freePort();
    dockerd = await startDockerd([
      ...['--tlsverify', '--tlscacert', ca.ca, '--tlscert', server.cert, '--tlskey', server.key],
      ...['-H', `tcp://127.0.0.1:${port}`],
    ]);
    machines = await openMachines();
  }, 90_000);
  afterAll(async () => {
    machines?.close();
    await dockerd?.end();
    ca?.end();
  });

  const filesOf = ({ cert, key }: CertificateFiles, caFile = ca.ca): HostFiles => ({
    ...{ caGrantId: caFile, certGrantId: cert, keyGrantId: key },
  });
  const add = (files: HostFiles, change: Partial<HostSettings> = {}) =>
    machines.hosts.create({
      ...{ name: `engine-${(count += 1)}`, kind: 'docker-tls', address: '127.0.0.1', port, username: '' },
      ...{ auth: 'agent', jumpHostId: null, group: '', labels: [], notes: '' },
      ...{ dockerSocket: '/var/run/docker.sock', tlsName: '', ...change, ...files },
    });
  const engineOf = (id: string) => createEngine(() => machines.hosts.access.engineStream(id));
  const reasonOf = async (id: string) => {
    try {
      await engineOf(id).ping();
      return 'none';
    } catch (error) {
      return engineProblem(error, 'engine').data.reason;
    }
  };

  test('is asked with the certificate that was chosen, whose files are then not needed any more', async () => {
    const { id, tls } = await add(filesOf(own));
    expect(tls).toMatchObject({ ca: { subject: 'Test CA' }, certificate: { subject: 'client' } });
    const key = readFileSync(own.key);
    rmSync(own.key);
    const images = await Promise.all(Array.from({ length: 12 }, () => engineOf(id).listImages()));
    for (const list of images) expect(list.flatMap(({ RepoTags }) => RepoTags)).toEqual([testImage]);
    writeFileSync(own.key, key);
    expect((await machines.hosts.connect(id)).connection).toMatchObject({ state: 'open', error: null });
    const stored = JSON.stringify(machines.store.db.select().from(hostRows).all());
    expect(stored).toContain('BEGIN CERTIFICATE');
    expect(stored).not.toContain('PRIVATE KEY');
  });

  test('tells its health as far as an engine knows it, and what needs SSH says why it is not there', async () => {
    const { id } = await add(filesOf(own));
    const health = await machines.hosts.health(id);
    expect(health).toMatchObject({
      clockSkewMs: 0,
      disk: null,
      ports: null,
      memory: { availableBytes: null },
    });
    expect(health.docker?.version).toMatch(/^\d/);
    expect(health.cpus).toBeGreaterThan(0);
    await expect(machines.hosts.access.exec(id, ['true'])).rejects.toMatchObject({
      code: 'INVALID',
      data: { hint: expect.stringContaining('Add the machine as an SSH host') },
    });
    await expect(machines.hosts.lookAtKey(id)).rejects.toMatchObject({ code: 'INVALID' });
  });

  test('a stream that is only listened to asks by itself whether the engine is there', async () => {
    const { id } = await add(filesOf(own));
    const stream = (await machines.hosts.access.engineStream(id)) as TLSSocket;
    try {
      const { stdout } = spawnSync('ss', ['-tnoH', 'src', `127.0.0.1:${stream.localPort}`], {
        encoding: 'utf8',
      });
      expect(stdout).toMatch(/timer:\(keepalive,\d+(\.\d+)?(ms|sec)/);
    } finally {
      stream.destroy();
    }
  });

  test('what is wrong is told apart', async () => {
    const other = makeTestCa();
    try {
      expect(await reasonOf((await add(filesOf(own, other.ca))).id)).toBe('tls-ca');
      expect(await reasonOf((await add({ caGrantId: ca.ca })).id)).toBe('tls-no-certificate');
      expect(await reasonOf((await add(filesOf(other.issue('stranger')))).id)).toBe('tls-refused');
      expect(await reasonOf((await add(filesOf(ca.issue('late', { days: -1 })))).id)).toBe('tls-own-expired');
      expect(await reasonOf((await add(filesOf(own), { tlsName: 'gpu.example.org' })).id)).toBe('tls-name');
      expect(await reasonOf((await add(filesOf(own), { tlsName: 'localhost' })).id)).toBe('none');
      expect(await reasonOf((await add(filesOf(own), { port: await freePort() })).id)).toBe('unreachable');
      const refused = await add({ caGrantId: ca.ca });
      await expect(machines.hosts.connect(refused.id)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      expect(machines.hosts.get(refused.id).connection).toMatchObject({
        ...{ state: 'failed', error: { reason: 'tls-no-certificate' } },
      });
    } finally {
      other.end();
    }
  });

  test('an expired certificate of an engine, and an engine without TLS', async () => {
    const late = ca.issue('late-server', { days: -1 });
    const [tlsPort, plainPort] = [await freePort(), await freePort()];
    const second = await startDockerd([
      ...['--tlsverify', '--tlscacert', ca.ca, '--tlscert', late.cert, '--tlskey', late.key],
      ...['-H', `tcp://127.0.0.1:${tlsPort}`],
    ]);
    try {
      expect(await reasonOf((await add(filesOf(own), { port: tlsPort })).id)).toBe('tls-expired');
    } finally {
      await second.end();
    }
    const plain = http.createServer((_request, answer) => answer.end()).listen(plainPort, '127.0.0.1');
    expect(await reasonOf((await add(filesOf(own), { port: plainPort })).id)).toBe('tls-none');
    plain.close();
  }, 60_000);

  test('files that are no such thing are refused before anything is kept', async () => {
    const nonsense = `${ca.folder}/nonsense.pem`;
    writeFileSync(nonsense, 'no certificate');
    const refused = (files: HostFiles, message: string) =>
      expect(add(files)).rejects.toMatchObject({
        code: 'INVALID',
        message: expect.stringContaining(message),
      });
    await refused({ caGrantId: nonsense }, 'holds no certificate');
    await refused({ caGrantId: ca.ca, certGrantId: own.cert }, 'go together');
    await refused({ ...filesOf(own), keyGrantId: ca.issue('else').key }, 'do not fit');
    await refused({ ...filesOf(own), keyGrantId: `${ca.folder}/none.pem` }, 'cannot be read');
    const before = machines.hosts.list().length;
    await add(filesOf(own), { name: 'taken' });
    await expect(add(filesOf(own), { name: 'taken' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(machines.hosts.list()).toHaveLength(before + 1);
  });

  test('the key leaves the keychain with the host, and when another takes its place', async () => {
    const kept = () => machines.secrets.names().filter((name) => name.startsWith('host-tls-key:'));
    const before = kept();
    const host = await add(filesOf(own), { name: 'short-lived' });
    const first = kept().filter((name) => !before.includes(name));
    expect(first.length).toBeGreaterThan(1);
    const next = ca.issue('next');
    const { tls } = await machines.hosts.update({ hostId: host.id, ...host, ...filesOf(next) });
    expect(tls?.certificate?.subject).toBe('next');
    for (const name of first) expect(kept()).not.toContain(name);
    await machines.hosts.remove(host.id);
    expect(kept()).toEqual(before);
  });
});
