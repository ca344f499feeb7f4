import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { filesInClear } from '../vault/test-secrets-on-disk';
import { federation, type Machine, openMachine, python, readAll, site } from './test-site';

const refused = {
  state: 'failed',
  error: { code: 'UNAVAILABLE', message: expect.stringMatching(/keychain.*locked/) },
};

describe.skipIf(!python)('with a keychain', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-sealed-'));
  const secrets = createFileSecrets(path.join(folder, 'keychain'));
  /** Both sides in one installation. */
  let machine: Machine;
  let authorityId: string;
  let requestId: string;
  let incomingId: string;

  const side = () => machine.distributed;
  const place = (...names: string[]) => path.join(machine.data, 'distributed', ...names);
  const request = () => side().requests()[0]!;
  const authority = () => side().authorities()[0]!;
  const done = async ({ taskId }: { taskId: string }) => {
    const task = await machine.tasks.wait(taskId);
    expect(task).toMatchObject({ state: 'succeeded', error: null });
  };
  const approve = () => {
    const wanted = { incomingId, fingerprint: request().keyFingerprint, validDays: 1095 };
    return side().approve(wanted, 'Ada');
  };
  const package_ = () => side().package(requestId, authority().fingerprint256, 'Hal');

  /** What a task does while the keychain is locked, and that nothing on the disk is another for it. */
  async function whileLocked(start: () => { taskId: string }) {
    const before = readAll(place());
    secrets.state = 'locked';
    try {
      const task = await machine.tasks.wait(start().taskId);
      expect(readAll(place())).toEqual(before);
      expect(readdirSync(path.join(machine.data, 'staging'))).toEqual([]);
      return task;
    } finally {
      secrets.state = 'ok';
    }
  }

  beforeAll(async () => {
    machine = await openMachine({ secrets });
    const made = side().createAuthority(federation, 'Ada');
    await done(made);
    ({ authorityId } = made);
    const asked = side().createRequest(site, 'Hal');
    await done(asked);
    ({ requestId } = asked);
  });
  afterAll(async () => {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the key of the CA and that of a site are sealed, and what is no secret is not', () => {
    expect(filesInClear(machine.data)).toEqual([]);
    for (const key of [
      place('ca', authorityId, 'rootCA.key'),
      place('requests', requestId, 'key', 'site-1.key'),
    ]) {
      expect(readFileSync(key).subarray(0, 6).toString()).toBe('FWSEAL');
      expect(statSync(key).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(place('ca', authorityId, 'rootCA.pem'), 'utf8')).toContain('BEGIN CERTIFICATE');
  });

  test('while the keychain is locked nothing is made', async () => {
    const other = { ...federation, name: 'abdomen' };
    expect(await whileLocked(() => side().createAuthority(other, 'Ada'))).toMatchObject(refused);
    expect(side().authorities()).toHaveLength(1);
    const second = { ...site, name: 'site-2' };
    expect(await whileLocked(() => side().createRequest(second, 'Hal'))).toMatchObject(refused);
    expect(side().requests()).toHaveLength(1);
  });

  test('nor signed; then it is signed with the sealed key', async () => {
    const zip = await machine.takeOut('request', requestId);
    const source = { grantId: machine.grant(zip, 'file'), content: null };
    incomingId = (await side().importRequest(authorityId, source, 'Ada')).id;
    expect(await whileLocked(approve)).toMatchObject(refused);
    expect(side().incoming(authorityId)[0]).toMatchObject({ state: 'requested' });
    await done(approve());
    expect(side().incoming(authorityId)[0]).toMatchObject({ state: 'approved' });
    expect(filesInClear(machine.data)).toEqual([]);
  });

  test('nor made a kit of; then the kit is sealed, and looked at as if it were not', async () => {
    const zip = await machine.takeOut('signed', incomingId);
    await side().importSigned(requestId, { grantId: machine.grant(zip, 'file'), content: null });
    expect(await whileLocked(package_)).toMatchObject(refused);
    expect(request()).toMatchObject({ state: 'signed' });
    expect(existsSync(place('requests', requestId, 'kit'))).toBe(false);
    await done(package_());
    expect(filesInClear(machine.data)).toEqual([]);
    const { checks, files } = await side().kit(requestId);
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);

    const target = mkdtempSync(path.join(folder, 'out-'));
    const { savedTo } = await side().exportKitFolder(requestId, machine.grant(target, 'folder'));
    expect(files.map((file) => file.path).sort()).toEqual(
      readAll(savedTo)
        .map(({ file }) => path.relative(savedTo, file))
        .sort(),
    );
    for (const file of files)
      expect(statSync(path.join(savedTo, file.path)).size, file.path).toBe(file.sizeBytes);
    expect(readFileSync(path.join(savedTo, 'startup', 'client.key'), 'utf8')).toContain('PRIVATE KEY');
    expect(filesInClear(machine.data)).toEqual([]);
  });

  test('while it is locked a kit does not go out, and a look at it says why', async () => {
    secrets.state = 'locked';
    try {
      const target = machine.grant(path.join(folder, 'kit.zip'), 'save');
      await expect(side().exportKitZip(requestId, target)).rejects.toMatchObject(refused.error);
      expect(existsSync(path.join(folder, 'kit.zip'))).toBe(false);
      const { checks } = await side().kit(requestId);
      expect(checks.find(({ check }) => check === 'key')).toMatchObject({ state: 'attention' });
    } finally {
      secrets.state = 'ok';
    }
  });
});

test.skipIf(!python)('without a keychain a key rests in clear, and the task says so', async () => {
  const machine = await openMachine();
  try {
    const { taskId, authorityId } = machine.distributed.createAuthority(federation, 'Ada');
    expect(await machine.tasks.wait(taskId)).toMatchObject({ state: 'succeeded' });
    const key = path.join(machine.data, 'distributed', 'ca', authorityId, 'rootCA.key');
    expect(readFileSync(key, 'utf8')).toContain('PRIVATE KEY');
    let log = '';
    for await (const { text } of machine.tasks.log(taskId, 0)) log += text;
    expect(log).toMatch(/Warning: .*kept in clear/);
  } finally {
    await machine.close();
  }
});
