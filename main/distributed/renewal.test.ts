import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { federation, type Machine, openMachine, python, site } from './test-site';

const server = { ...site, name: 'localhost', type: 'server' as const };
const dayMs = 86_400_000;

describe.skipIf(!python)('renewal, and another CA in the place of the first', () => {
  let admin: Machine;
  let hospital: Machine;
  let first: string;

  beforeAll(async () => {
    admin = await openMachine();
    hospital = await openMachine();
    first = await makeCa();
  });
  afterAll(async () => {
    await admin.close();
    await hospital.close();
  });

  async function makeCa(replaces?: string): Promise<string> {
    const made = admin.distributed.createAuthority({ ...federation, replaces }, 'Ada');
    expect(await admin.tasks.wait(made.taskId)).toMatchObject({ state: 'succeeded', error: null });
    return made.authorityId;
  }
  const ca = (id: string) => admin.distributed.authorities().find((each) => each.id === id)!;
  const own = (id: string) => hospital.distributed.requests().find((each) => each.id === id)!;

  async function ask(start: () => { requestId: string; taskId: string }) {
    const { requestId, taskId } = start();
    expect(await hospital.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    return requestId;
  }
  async function takeTo(authorityId: string, requestId: string) {
    const zip = await hospital.takeOut('request', requestId);
    const grantId = admin.grant(zip, 'file');
    return admin.distributed.importRequest(authorityId, { grantId, content: null }, 'Ada');
  }
  async function sign(incomingId: string, requestId: string, validDays: number) {
    const { keyFingerprint: fingerprint } = own(requestId);
    const { taskId } = admin.distributed.approve({ incomingId, fingerprint, validDays }, 'Ada');
    expect(await admin.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    const content = readFileSync(await admin.takeOut('signed', incomingId)).toString('base64');
    await hospital.distributed.importSigned(requestId, { grantId: null, content });
  }
  async function makeKit(requestId: string, authorityId: string) {
    const { taskId } = hospital.distributed.package(requestId, ca(authorityId).fingerprint256, 'Hal');
    expect(await hospital.tasks.wait(taskId)).toMatchObject({ state: 'succeeded', error: null });
    const { checks } = await hospital.distributed.kit(requestId);
    // The first one ends so soon that its validity is worth a look.
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(checks).toHaveLength(5);
  }
  const kitFile = (requestId: string, file: string) =>
    readFileSync(path.join(hospital.data, 'distributed', 'requests', requestId, 'kit', 'startup', file));
  const certificate = (requestId: string) => new X509Certificate(kitFile(requestId, 'client.crt'));
  const onBoard = ({ distributed }: Machine) =>
    distributed.certificates().map(({ kind, subject, fingerprint256, origin }) => ({
      ...{ kind, subject, fingerprint256 },
      ...origin,
    }));

  let oldKit: string;
  let newKit: string;

  it('a kit that is made is on the board of both sides, with its CA', async () => {
    oldKit = await ask(() => hospital.distributed.createRequest(site, 'Hal'));
    expect(onBoard(hospital)).toEqual([]);
    const incoming = await takeTo(first, oldKit);
    expect(onBoard(admin)).toMatchObject([{ kind: 'ca', subject: 'thorax', authorityId: first }]);
    await sign(incoming.id, oldKit, 20);
    // The fingerprint of the CA is not told before it was compared.
    expect(onBoard(hospital)).toMatchObject([{ kind: 'participant', subject: 'site-1' }]);
    await makeKit(oldKit, first);

    const { fingerprint256, validFrom, validTo } = certificate(oldKit);
    const told = { kind: 'participant', subject: 'site-1', fingerprint256 };
    expect(onBoard(admin)).toMatchObject([
      { kind: 'ca', fingerprint256: ca(first).fingerprint256, from: 'authority' },
      { ...told, from: 'signed', authorityId: first, incomingId: incoming.id },
    ]);
    expect(onBoard(hospital)).toMatchObject([
      { ...told, from: 'request', requestId: oldKit, renewedBy: null },
      { kind: 'ca', subject: 'thorax', fingerprint256: ca(first).fingerprint256, from: 'request' },
    ]);
    for (const machine of [admin, hospital]) {
      const entry = machine.distributed.certificates().find((one) => one.fingerprint256 === fingerprint256);
      expect(entry).toMatchObject({ notBefore: Date.parse(validFrom), notAfter: Date.parse(validTo) });
      const authority = machine.distributed.certificates().find(({ kind }) => kind === 'ca');
      expect(authority).toMatchObject({ notBefore: ca(first).notBefore, notAfter: ca(first).notAfter });
    }
  });

  it('a renewal is a new key for the same participant, and the old kit counts until the new one is made', async () => {
    const before = kitFile(oldKit, 'client.key');
    newKit = await ask(() => hospital.distributed.renew(oldKit, 'Hal'));
    expect(own(newKit)).toMatchObject({ name: 'site-1', org: 'north', renews: oldKit, state: 'requested' });
    expect(() => hospital.distributed.renew(oldKit, 'Hal')).toThrow(/under way already/);
    expect(() => hospital.distributed.renew(newKit, 'Hal')).toThrow(/Nothing was signed/);
    const [entry] = onBoard(hospital);
    expect(entry).toMatchObject({ requestId: oldKit, renewedBy: newKit });

    const incoming = await takeTo(first, newKit);
    expect(incoming.approvedBefore).toMatchObject({ same: true, notAfter: own(oldKit).notAfter });
    const renamed = { ...site, org: 'south' };
    const wrong = await ask(() => hospital.distributed.createRequest(renamed, 'Hal'));
    const other = await takeTo(first, wrong);
    expect(other.approvedBefore).toMatchObject({ same: false });
    admin.distributed.reject(other.id, 'another organisation', 'Ada');
    await hospital.distributed.removeRequest(wrong, 'site-1');

    // Longer than the CA: NVFlare cuts it.
    await sign(incoming.id, newKit, 7300);
    expect(onBoard(hospital)[0]).toMatchObject({ requestId: oldKit, renewedBy: newKit });
    await makeKit(newKit, first);
    expect(own(newKit).notAfter).toBe(ca(first).notAfter);
    expect(own(oldKit)).toMatchObject({ supersededBy: newKit });
    expect(own(newKit)).toMatchObject({ renews: oldKit, supersededBy: null });
    expect(kitFile(oldKit, 'client.key').equals(before)).toBe(true);
    expect(kitFile(newKit, 'client.key').equals(before)).toBe(false);
    expect(kitFile(newKit, 'rootCA.pem').equals(kitFile(oldKit, 'rootCA.pem'))).toBe(true);
    expect(admin.distributed.incoming(first).map(({ state, superseded }) => [state, superseded])).toEqual([
      ['rejected', false],
      ['approved', false],
      ['approved', true],
    ]);
    for (const machine of [admin, hospital]) {
      const shown = onBoard(machine).filter(({ kind }) => kind === 'participant');
      expect(shown.map(({ fingerprint256 }) => fingerprint256)).toEqual([certificate(newKit).fingerprint256]);
    }
  });

  it('another CA takes the place of one that ends: everyone asks again', async () => {
    const asked = await ask(() => hospital.distributed.createRequest(server, 'Hal'));
    const waiting = await takeTo(first, asked);
    expect(() => admin.distributed.createAuthority(federation, 'Ada')).toThrow(/already/);
    const wrong = { ...federation, name: 'lung', replaces: first };
    expect(() => admin.distributed.createAuthority(wrong, 'Ada')).toThrow(/not the one that signs/);
    expect(() => admin.distributed.destroyKey(first, 'thorax')).toThrow(/signs for/);

    const second = await makeCa(first);
    expect(ca(first)).toMatchObject({ replacedBy: second, waiting: 0, hasKey: true });
    expect(ca(second)).toMatchObject({ replacedBy: null, waiting: 1, requests: 1 });
    expect(ca(second).fingerprint256).not.toBe(ca(first).fingerprint256);
    await expect(takeTo(first, asked)).rejects.toThrow(/was replaced/);
    // What waited is the new one's to decide; the site that has not changed yet is still there with its CA.
    await sign(waiting.id, asked, 365);
    await makeKit(asked, second);
    const cas = () => onBoard(admin).filter(({ kind }) => kind === 'ca');
    expect(cas()).toHaveLength(2);

    const renewal = await ask(() => hospital.distributed.renew(newKit, 'Hal'));
    await sign((await takeTo(second, renewal)).id, renewal, 365);
    await expect(async () =>
      hospital.distributed.package(renewal, ca(first).fingerprint256, 'Hal'),
    ).rejects.toThrow(/not that of the CA/);
    await makeKit(renewal, second);
    expect(cas()).toMatchObject([{ fingerprint256: ca(second).fingerprint256 }]);
    expect(certificate(renewal).verify(new X509Certificate(kitFile(asked, 'rootCA.pem')).publicKey)).toBe(
      true,
    );
    expect(own(renewal).notAfter! - Date.now()).toBeLessThan(366 * dayMs);

    expect(() => admin.distributed.destroyKey(first, 'lung')).toThrow(/not right/);
    admin.distributed.destroyKey(first, 'thorax');
    expect(ca(first).hasKey).toBe(false);
    expect(existsSync(path.join(admin.data, 'distributed', 'ca', first, 'rootCA.key'))).toBe(false);
    expect(existsSync(path.join(admin.data, 'distributed', 'ca', first, 'rootCA.pem'))).toBe(true);
  });
});
