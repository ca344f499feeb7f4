import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authorityRows, incomingRows, ownRequestRows } from '../distributed/tables';
import { templateRows } from '../projects/tables';
import { type House, openHouse } from '../provisioning/test-house';
import { taskRows } from '../tasks/tables';
import { keepUp } from './test-keeper';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const place = (kind: 'ca' | 'requests', id: string) => path.join(house.layout.distributed, kind, id);

function addKey(kind: 'ca' | 'requests', id: string): void {
  mkdirSync(place(kind, id), { recursive: true, mode: 0o700 });
  writeFileSync(path.join(place(kind, id), 'a.key'), 'key', { mode: 0o600 });
}

function addAuthority(id: string): void {
  const about = { org: 'o', scheme: 'grpc', connectionSecurity: 'mtls' } as const;
  const dates = { notBefore: 0, notAfter: 1, createdAt: 0, createdBy: 'Tester' };
  house.store.db
    .insert(authorityRows)
    .values({
      ...{ id, name: `CA ${id}`, ...about, ...dates },
      ...{ serverHost: 'server.example.org', fedLearnPort: 8002, fingerprint256: '' },
    })
    .run();
  addKey('ca', id);
}

const identity = (id: string) => ({
  ...{ id, name: `site ${id}`, org: 'o', type: 'client' as const, hostNames: [], nvflareId: id },
  ...{ keyFingerprint: '', requestZip: Buffer.from('zip') },
});

function addRequest(id: string): void {
  house.store.db
    .insert(ownRequestRows)
    .values({ ...identity(id), project: 'p', state: 'requested', createdAt: 0, createdBy: 'Tester' })
    .run();
  addKey('requests', id);
}

function addIncoming(id: string, authorityId: string): void {
  house.store.db
    .insert(incomingRows)
    .values({ ...identity(id), authorityId, state: 'requested', receivedAt: 0, receivedBy: 'Tester' })
    .run();
}

test('the question before a restore names CAs, requests and templates of since, and what happened to the others', async () => {
  const keeper = keepUp(house);
  for (const id of ['same', 'busy']) addAuthority(id);
  for (const id of ['same', 'signed']) addRequest(id);
  const backupId = await keeper.made();
  const losses = async () =>
    (await keeper.describeBackup({ backupId, grantId: null, passphrase: null })).losses;
  expect(await losses()).toEqual([]);
  const { others } = await keeper.describeBackup({ backupId, grantId: null, passphrase: null });
  expect(others.filter(({ kind }) => kind !== 'workspace')).toEqual([
    { kind: 'authority', name: 'CA busy' },
    { kind: 'authority', name: 'CA same' },
    { kind: 'request', name: 'site same of p' },
    { kind: 'request', name: 'site signed of p' },
  ]);

  addAuthority('since');
  addRequest('since');
  addIncoming('one', 'busy');
  const { db } = house.store;
  db.update(ownRequestRows).set({ state: 'signed' }).where(eq(ownRequestRows.id, 'signed')).run();
  const counts = { servers: 1, clients: 0, relays: 0, admins: 0 };
  db.insert(templateRows)
    .values({ id: 't', title: 'Mine', description: '', document: '', counts, createdAt: 0, updatedAt: 0 })
    .run();
  expect(await losses()).toEqual([
    { project: 'CA busy', what: expect.stringContaining('came in to this CA since') },
    { project: 'CA since', what: expect.stringContaining('signs for others') },
    { project: 'site signed of p', what: expect.stringContaining('since then') },
    { project: 'site since of p', what: expect.stringContaining('not in the backup') },
    { project: 'Mine', what: expect.stringContaining('template') },
  ]);
  expect(readdirSync(house.layout.staging)).toEqual([]);
});

test('keys that the store does not know are listed for clean-up, never preselected, and go when chosen', async () => {
  const keeper = keepUp(house);
  const policy = { keepRuns: 3, logDays: 30 };
  addAuthority('known');
  addRequest('known');
  for (const kind of ['ca', 'requests'] as const) for (const id of ['stray', 'making']) addKey(kind, id);
  const task = { title: 't', state: 'running' as const, instanceId: 'other', startedBy: 'Tester' };
  for (const input of [{ authorityId: 'making' }, { requestId: 'making' }])
    house.store.db
      .insert(taskRows)
      .values({ ...task, id: Object.keys(input).join(), kind: 'distributed', input, createdAt: 0 })
      .run();
  expect((await keeper.cleanPlan(policy)).items).toMatchObject([
    { id: 'unknown:distributed/ca/stray', kind: 'unknown', suggested: false, sizeBytes: 3 },
    { id: 'unknown:distributed/requests/stray', kind: 'unknown', suggested: false },
  ]);
  const ids = ['unknown:distributed/ca/stray', 'unknown:distributed/ca/known', 'unknown:distributed/ca/..'];
  const { result } = await house.tasks.wait(keeper.clean({ ...policy, ids }, 'Tester').taskId);
  expect(result).toMatchObject({ removed: 1, kept: 2 });
  expect(existsSync(place('ca', 'stray'))).toBe(false);
  for (const id of ['known', 'making']) expect(existsSync(place('ca', id))).toBe(true);
  expect(existsSync(place('requests', 'stray'))).toBe(true);
  rmSync(house.layout.distributed, { recursive: true });
});
