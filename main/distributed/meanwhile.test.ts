import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../db/open';
import { createAuthorityStore } from './authority-rows';
import { createIncomingStore } from './incoming-rows';
import { federation, type Machine, openMachine, python, site } from './test-site';

test('what a CA has signed that was replaced meanwhile is not kept for the one in its place', async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-meanwhile-'));
  const store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  try {
    const authorities = createAuthorityStore(store);
    const incoming = createIncomingStore(store);
    const { validDays: _, ...about } = federation;
    const times = { notBefore: 1, notAfter: 2, createdAt: 3, createdBy: 'Ada' };
    authorities.insert({ ...about, ...times, id: 'first', fingerprint256: '01' }, null);
    const { project: _project, ...asked } = site;
    const request = { ...asked, nvflareId: 'n', keyFingerprint: 'aa', requestZip: Buffer.from('zip') };
    const received = { state: 'requested' as const, receivedAt: 1, receivedBy: 'Ada' };
    incoming.insert({ ...request, ...received, id: 'one', authorityId: 'first' });
    authorities.insert({ ...about, ...times, id: 'second', fingerprint256: '02' }, 'first');
    const signed = { certificateFingerprint: 'bb', notBefore: 1, notAfter: 2, decidedBy: 'Ada' };
    const approval = { ...signed, signedZip: Buffer.from('signed') };
    expect(() => incoming.approve('one', 'first', approval)).toThrow(/replaced while/);
    expect(incoming.need('one')).toMatchObject({
      state: 'requested',
      authorityId: 'second',
      signedZip: null,
    });
    incoming.approve('one', 'second', approval);
    expect(() => incoming.approve('one', 'second', approval)).toThrow(/decided already/);
  } finally {
    store.close();
    rmSync(data, { recursive: true, force: true });
  }
});

test.skipIf(!python)(
  'a kit is known by the signed zip that it was made of, not by one that came in meanwhile',
  { timeout: 120_000 },
  async () => {
    const hospital = await openMachine();
    const admins = [await openMachine(), await openMachine()] as const;
    try {
      const asked = hospital.distributed.createRequest(site, 'Hal');
      expect((await hospital.tasks.wait(asked.taskId)).error).toBeNull();
      const request = await hospital.takeOut('request', asked.requestId);
      const [first, second] = [await sign(admins[0], request), await sign(admins[1], request)];
      const take = ({ content }: { content: string }) =>
        hospital.distributed.importSigned(asked.requestId, { grantId: null, content });
      const make = ({ fingerprint }: { fingerprint: string }) =>
        hospital.distributed.package(asked.requestId, fingerprint, 'Hal').taskId;
      const kit = path.join(hospital.data, 'distributed', 'requests', asked.requestId, 'kit');

      await take(first);
      const taskId = make(first);
      await take(second);
      expect((await hospital.tasks.wait(taskId)).error).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('Another signed zip'),
      });
      expect(existsSync(kit)).toBe(false);

      expect((await hospital.tasks.wait(make(second))).error).toBeNull();
      expect(hospital.distributed.requests()).toMatchObject([
        { state: 'packaged', caFingerprint: second.fingerprint },
      ]);
      expect(existsSync(kit)).toBe(true);
      await expect(take(first)).rejects.toThrow(/made already/);
    } finally {
      for (const machine of [hospital, ...admins]) await machine.close();
    }
  },
);

/** Makes a CA and signs this request with it. */
async function sign(admin: Machine, request: string): Promise<{ content: string; fingerprint: string }> {
  const { authorityId, taskId } = admin.distributed.createAuthority(federation, 'Ada');
  expect((await admin.tasks.wait(taskId)).error).toBeNull();
  const source = { grantId: admin.grant(request, 'file'), content: null };
  const { id } = await admin.distributed.importRequest(authorityId, source, 'Ada');
  const { keyFingerprint } = readRequest(admin, id);
  const wanted = { incomingId: id, fingerprint: keyFingerprint, validDays: 30 };
  expect((await admin.tasks.wait(admin.distributed.approve(wanted, 'Ada').taskId)).error).toBeNull();
  const zip = await admin.takeOut('signed', id);
  const fingerprint = admin.distributed.authorities()[0]?.fingerprint256 ?? '';
  return { content: readFileSync(zip).toString('base64'), fingerprint };
}

const readRequest = (admin: Machine, id: string) => createIncomingStore(admin.store).need(id);
