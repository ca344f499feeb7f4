import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { federation, type Machine, openMachine, python, readAll, site, tamper } from './test-site';

const all = '00:'.repeat(31) + '00';

describe.skipIf(!python)('both sides, each with a data directory of its own', () => {
  let admin: Machine;
  let hospital: Machine;
  let authorityId: string;

  beforeAll(async () => {
    admin = await openMachine();
    hospital = await openMachine();
    const made = admin.distributed.createAuthority(federation, 'Ada');
    expect(await admin.tasks.wait(made.taskId)).toMatchObject({ state: 'succeeded', error: null });
    authorityId = made.authorityId;
  });
  afterAll(async () => {
    await admin.close();
    await hospital.close();
  });

  const authority = () => admin.distributed.authorities()[0]!;

  async function request(machine = hospital, wanted = site) {
    const { requestId, taskId } = machine.distributed.createRequest(wanted, 'Hal');
    expect(await machine.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    const row = machine.distributed.requests().find(({ id }) => id === requestId)!;
    return { requestId, row, zip: await machine.takeOut('request', requestId) };
  }

  async function approve(zip: string, fingerprint: string) {
    const grantId = admin.grant(zip, 'file');
    const { id } = await admin.distributed.importRequest(authorityId, { grantId, content: null }, 'Ada');
    const wanted = { incomingId: id, fingerprint, validDays: 1095 };
    const { taskId } = admin.distributed.approve(wanted, 'Ada');
    expect(await admin.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    return { id, zip: await admin.takeOut('signed', id) };
  }

  it('makes a kit whose key has never been anywhere else', async () => {
    const asked = await request();
    const signed = await approve(asked.zip, asked.row.keyFingerprint);
    const incoming = admin.distributed.incoming(authorityId).find(({ id }) => id === signed.id)!;
    expect(incoming).toMatchObject({ state: 'approved', name: 'site-1', org: 'north', decidedBy: 'Ada' });
    const { requestId } = asked;
    const answered = await hospital.distributed.importSigned(requestId, {
      grantId: null,
      content: readFileSync(signed.zip).toString('base64'),
    });
    expect(answered).toMatchObject({ state: 'signed', caFingerprint: null });
    const { taskId } = hospital.distributed.package(
      requestId,
      `sha256 Fingerprint=${authority().fingerprint256.toLowerCase()}`,
      'Hal',
    );
    expect(await hospital.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    const done = hospital.distributed.requests().find(({ id }) => id === requestId)!;
    expect(done).toMatchObject({
      state: 'packaged',
      caFingerprint: authority().fingerprint256,
      certificateFingerprint: incoming.certificateFingerprint,
      endpoint: 'grpc://localhost:8002',
    });
    const { checks } = await hospital.distributed.kit(requestId);
    expect(checks.map(({ state }) => state)).toEqual(checks.map(() => 'ok'));

    const key = readFileSync(
      path.join(hospital.data, 'distributed', 'requests', requestId, 'key', 'site-1.key'),
      'utf8',
    );
    const secret = key.split('\n')[5]!;
    expect(secret).toHaveLength(64);
    for (const { file, content } of readAll(admin.data)) expect(content.includes(secret), file).toBe(false);
    for (const zip of [asked.zip, signed.zip]) {
      const plain = await tamper(zip, '', (text) => text);
      expect(readFileSync(plain).includes('PRIVATE KEY')).toBe(false);
    }
    const holders = readAll(hospital.data).filter(({ content }) => content.includes(secret));
    expect(holders.map(({ file }) => path.basename(file)).sort()).toEqual(['client.key', 'site-1.key']);
    for (const { file, mode } of [...readAll(hospital.data), ...readAll(admin.data)])
      if (/\.key$/.test(file)) expect(mode & 0o077, file).toBe(0);
    for (const { data } of [admin, hospital]) expect(readdirSync(path.join(data, 'staging'))).toEqual([]);
    expect(
      readAll(path.join(admin.data, 'distributed'))
        .map(({ file }) => path.basename(file))
        .sort(),
    ).toEqual(['ca.json', 'rootCA.key', 'rootCA.pem']);
  });

  it('signs nothing without the fingerprint that the requester has', async () => {
    const { zip, row } = await request(hospital, { ...site, name: 'site-2' });
    const taken = { grantId: admin.grant(zip, 'file'), content: null };
    const incoming = await admin.distributed.importRequest(authorityId, taken, 'Ada');
    expect(incoming).toMatchObject({ state: 'requested', keyFingerprint: null });
    const wanted = { incomingId: incoming.id, validDays: 1095 };
    expect(() => admin.distributed.approve({ ...wanted, fingerprint: all }, 'Ada')).toThrow(
      /not that of the key/,
    );
    expect(() => admin.distributed.approve({ ...wanted, fingerprint: 'AA:BB' }, 'Ada')).toThrow(
      /not a SHA-256 fingerprint/,
    );
    await expect(admin.distributed.importRequest(authorityId, taken, 'Ada')).rejects.toThrow(/already/);
    expect(admin.distributed.reject(incoming.id, 'nobody knows them', 'Ada')).toMatchObject({
      state: 'rejected',
      reason: 'nobody knows them',
    });
    expect(() => admin.distributed.approve({ ...wanted, fingerprint: row.keyFingerprint }, 'Ada')).toThrow(
      /decided already/,
    );
    await expect(admin.takeOut('signed', incoming.id)).rejects.toThrow(/not signed/);
  });

  it('makes no kit without the fingerprint of the CA, nor of a zip that was changed', async () => {
    const asked = await request(hospital, { ...site, name: 'site-3' });
    const { requestId } = asked;
    expect(() => hospital.distributed.package(requestId, all, 'Hal')).toThrow(/signed zip is missing/);
    const { zip } = await approve(asked.zip, asked.row.keyFingerprint);
    const from = (file: string) => ({ grantId: hospital.grant(file, 'file'), content: null });
    const changed = await tamper(zip, 'signed.json', (text) => text.replace('8002', '8003'));
    await expect(hospital.distributed.importSigned(requestId, from(changed))).rejects.toThrow(/was changed/);
    // What its own signature does not tell is found by NVFlare when it makes the kit.
    const inside = await tamper(zip, 'site.yaml', (text) => text.replace('north', 'south'));
    await hospital.distributed.importSigned(requestId, from(inside));
    expect(() => hospital.distributed.package(requestId, all, 'Hal')).toThrow(/not that of the CA/);
    const { taskId } = hospital.distributed.package(requestId, authority().fingerprint256, 'Hal');
    const ended = await hospital.tasks.wait(taskId);
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'INVALID' } });
    expect(ended.error?.message).toMatch(/changed on its way/);
    const place = path.join(hospital.data, 'distributed', 'requests', requestId);
    expect(existsSync(path.join(place, 'kit'))).toBe(false);
    expect(readdirSync(path.join(place, 'key')).sort()).toEqual([
      'request.json',
      'site-3.csr',
      'site-3.key',
      'site-3.request.zip',
      'site.yaml',
    ]);
  });

  it('takes in only what belongs together', async () => {
    const one = await request(hospital, { ...site, name: 'site-4' });
    const other = await request(hospital, { ...site, name: 'site-5' });
    const { zip } = await approve(one.zip, one.row.keyFingerprint);
    const from = (file: string, machine = hospital) => ({
      grantId: machine.grant(file, 'file'),
      content: null,
    });
    await expect(hospital.distributed.importSigned(other.requestId, from(zip))).rejects.toThrow(
      /answers another request/,
    );
    await expect(hospital.distributed.importSigned(one.requestId, from(one.zip))).rejects.toThrow(
      /not a signed zip/,
    );
    const taken = (file: string) => admin.distributed.importRequest(authorityId, from(file, admin), 'Ada');
    await expect(taken(zip)).rejects.toThrow(/not a request/);
    const swapped = await tamper(other.zip, 'request.json', (text) =>
      text.replace(/"public_key_sha256": "../, '"public_key_sha256": "00'),
    );
    await expect(taken(swapped)).rejects.toThrow(/changed on its way/);
    const elsewhere = await request(hospital, { ...site, project: 'abdomen' });
    await expect(taken(elsewhere.zip)).rejects.toThrow(/for the project "abdomen"/);
    const noZip = path.join(hospital.folder, 'no.zip');
    writeFileSync(noZip, 'nothing of the kind');
    await expect(taken(noZip)).rejects.toThrow(/not a request zip/);
  });

  it('leaves nothing of a task that was cancelled or cut short', async () => {
    const { requestId, taskId } = hospital.distributed.createRequest({ ...site, name: 'site-6' }, 'Hal');
    hospital.tasks.cancel(taskId);
    expect((await hospital.tasks.wait(taskId)).state).toBe('cancelled');
    expect(hospital.distributed.requests().some(({ id }) => id === requestId)).toBe(false);
    expect(existsSync(path.join(hospital.data, 'distributed', 'requests', requestId))).toBe(false);
    expect(readdirSync(path.join(hospital.data, 'staging'))).toEqual([]);
  });

  it('says which CA is gone', async () => {
    const asked = await request(hospital, { ...site, name: 'site-7' });
    const { taskId, authorityId: lost } = admin.distributed.createAuthority(
      { ...federation, name: 'lost' },
      'Ada',
    );
    await admin.tasks.wait(taskId);
    expect(() => admin.distributed.createAuthority({ ...federation, name: 'lost' }, 'Ada')).toThrow(
      /already/,
    );
    const own = await request(hospital, { ...site, project: 'lost' });
    rmSync(path.join(admin.data, 'distributed', 'ca', lost, 'rootCA.key'));
    const source = { grantId: admin.grant(own.zip, 'file'), content: null };
    const { id } = await admin.distributed.importRequest(lost, source, 'Ada');
    const wanted = { incomingId: id, fingerprint: own.row.keyFingerprint, validDays: 1 };
    const ended = await admin.tasks.wait(admin.distributed.approve(wanted, 'Ada').taskId);
    expect(ended.error?.message).toBe('The key of the CA "lost" is gone.');
    await expect(hospital.distributed.removeRequest(asked.requestId, 'no')).rejects.toThrow(/not right/);
    await hospital.distributed.removeRequest(asked.requestId, 'site-7');
    expect(existsSync(path.join(hospital.data, 'distributed', 'requests', asked.requestId))).toBe(false);
  });
});

test.skipIf(!python)('what a crash leaves goes at the next start', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-crash-'));
  const data = path.join(folder, 'data');
  const script = `
    import { runnerImport } from 'vite';
    const { module } = await runnerImport('./main/distributed/test-crash.ts', { logLevel: 'silent' });
    await module.crash(process.argv[1]);`;
  const args = ['--input-type=module', '-e', script, data];
  const { stdout, signal } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(signal).toBe('SIGKILL');
  const machine = await openMachine({ data });
  try {
    const staging = path.join(data, 'staging');
    expect(readdirSync(staging)).toEqual([`distributed-${stdout}`]);
    machine.tasks.recover();
    expect(readdirSync(staging)).toEqual([]);
    expect(machine.distributed.requests()).toEqual([]);
    expect(readAll(data).filter(({ file }) => file.endsWith('.key'))).toEqual([]);
    // The same can be asked for again.
    const { taskId } = machine.distributed.createRequest(site, 'Hal');
    expect((await machine.tasks.wait(taskId)).state).toBe('succeeded');
  } finally {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('what NVFlare would refuse', () => {
  it('is named before anything is started', async () => {
    await using machine = Object.assign(await openMachine(), {
      async [Symbol.asyncDispose]() {
        await machine.close();
      },
    });
    const wrong = { ...site, project: '../x', name: 'a b', org: 'x-y' };
    const fields = (action: () => unknown) => {
      try {
        action();
      } catch (error) {
        return (error as { data: { problems: { field: string }[] } }).data.problems.map(({ field }) => field);
      }
      return [];
    };
    expect(fields(() => machine.distributed.createRequest(wrong, 'x'))).toEqual(['project', 'name', 'org']);
    expect(fields(() => machine.distributed.createRequest({ ...site, type: 'admin' }, 'x'))).toEqual([
      'name',
      'role',
    ]);
    expect(
      fields(() => machine.distributed.createAuthority({ ...federation, serverHost: 'a_b' }, 'x')),
    ).toEqual(['serverHost']);
  });
});
