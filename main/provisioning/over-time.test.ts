import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { kitRows } from '../kits/tables';
import { gatherContent } from '../upkeep/backup-content';
import { type House, openHouse, projectText, python } from './test-house';
import { openProvisioned } from './test-provisioned';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** In place of the empty house, one whose project has had its first run. */
async function provisioned() {
  await house.close();
  const opened = await openProvisioned();
  house = opened.house;
  return opened;
}

const dayMs = 86_400_000;
const site3 = '{name: site-3, type: client, org: beta}';

const stateOf = (projectId: string, runId: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(house.layout.run(projectId, runId).state, 'cert.json'), 'utf8'));

const kitFile = (projectId: string, runId: string, file: string): Buffer =>
  readFileSync(path.join(house.layout.run(projectId, runId).kits, file));

const currentOf = (projectId: string) =>
  Object.fromEntries(
    house.kits
      .list({ projectId, runId: null, all: false })
      .map(({ participant, runNumber }) => [participant, runNumber]),
  );

const needsOf = (projectId: string) =>
  house.provisioning
    .needs(projectId)
    .needs.map(({ participant, kind, action }) => [participant, kind, action]);

/** Whose kits a backup of everything holds. */
async function kitsInBackup(): Promise<string[]> {
  const directory = path.join(house.layout.staging, 'backup');
  const copyStore = (target: string) => house.store.backUp(target);
  const wrapKeys = async () => ({ text: '', missing: [] });
  const parts = { layout: house.layout, version: '0.0.0', copyStore, wrapKeys };
  const { manifest } = await gatherContent(directory, parts, { withKits: true });
  const found = manifest.files.flatMap(({ path: file }) => /\/kits\/([^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(found)].sort();
}

describe.skipIf(!python)('a run of only what is new', { timeout: 120_000 }, () => {
  test('makes kits for new participants alone, and keeps CA and keys byte for byte', async () => {
    const { projectId, first } = await provisioned();
    const before = stateOf(projectId, first.runId);
    house.setText(projectId, projectText({ more: [site3] }));
    expect(needsOf(projectId)).toEqual([['site-3', 'new', 'new']]);

    const second = await house.provision(projectId, { scope: 'new', participants: [] });
    expect(second.task.error).toBeNull();
    expect(second.run).toMatchObject({ scope: 'new', kitCount: 1 });
    const place = house.layout.run(projectId, second.runId);
    expect(readdirSync(place.kits)).toEqual(['site-3']);
    expect(readFileSync(place.projectFile, 'utf8')).toBe(projectText({ more: [site3] }));
    const after = stateOf(projectId, second.runId);
    expect(Object.keys(after).sort()).toEqual([...Object.keys(before), 'site-3'].sort());
    for (const [name, entry] of Object.entries(before)) expect([name, after[name]]).toEqual([name, entry]);
    expect(statSync(path.join(place.state, 'cert.json')).mode & 0o777).toBe(0o600);
    expect(kitFile(projectId, second.runId, 'site-3/startup/rootCA.pem')).toEqual(
      kitFile(projectId, first.runId, 'site-1/startup/rootCA.pem'),
    );
    const kits = { server: 1, 'admin@example.org': 1, 'site-1': 1, 'site-2': 1, 'site-3': 2 };
    expect(currentOf(projectId)).toEqual(kits);
    expect(needsOf(projectId)).toEqual([]);
    expect(await kitsInBackup()).toEqual([...Object.keys(kits)].sort());
    await expect(house.provision(projectId, { scope: 'new', participants: [] })).rejects.toMatchObject({
      code: 'INVALID',
      message: 'Nothing is new in this project.',
    });

    const third = await house.provision(projectId);
    expect(third.run.kitCount).toBe(5);
    expect(Object.values(currentOf(projectId))).toEqual([3, 3, 3, 3, 3]);
    expect(stateOf(projectId, third.runId)).toEqual(after);
  });
});

describe.skipIf(!python)('a renewal', { timeout: 120_000 }, () => {
  test('gives one participant a new key and certificate, and nobody else', async () => {
    const { projectId, first } = await provisioned();
    const before = stateOf(projectId, first.runId);
    house.store.db
      .update(kitRows)
      .set({ notAfter: Date.now() + 20 * dayMs })
      .where(eq(kitRows.participant, 'site-1'))
      .run();
    expect(needsOf(projectId)).toEqual([['site-1', 'expiring', 'renew']]);
    const second = await house.provision(projectId, { scope: 'renew', participants: ['site-1'] });
    expect(second.task.error).toBeNull();
    expect(needsOf(projectId)).toEqual([]);
    const after = stateOf(projectId, second.runId);
    const changed = Object.keys(before).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    expect(changed).toEqual(['site-1']);
    expect(readdirSync(house.layout.run(projectId, second.runId).kits)).toEqual(['site-1']);
    expect(currentOf(projectId)).toEqual({ server: 1, 'admin@example.org': 1, 'site-1': 2, 'site-2': 1 });
    const renewed = new X509Certificate(kitFile(projectId, second.runId, 'site-1/startup/client.crt'));
    const ca = new X509Certificate(kitFile(projectId, first.runId, 'server/startup/rootCA.pem'));
    expect(renewed.verify(ca.publicKey)).toBe(true);
    // A year later the CA ends with what it has signed first, and a renewal is of no use.
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 330 * dayMs);
    expect(house.provisioning.needs(projectId).ca).toMatchObject({ ending: true });
    expect(new Set(needsOf(projectId).map(([, kind, action]) => `${kind} ${action}`))).toEqual(
      new Set(['expiring rotate']),
    );
    clock.mockRestore();
    await expect(
      house.provision(projectId, { scope: 'renew', participants: ['site-7'] }),
    ).rejects.toMatchObject({ code: 'INVALID' });
  });

  test('is what a changed host, organisation or role asks for, and what gives them', async () => {
    const { projectId } = await provisioned();
    const changed = projectText()
      .replace('[10.0.0.5]', '[10.0.0.5, other.example.org]')
      .replace('name: site-2, type: client, org: beta', 'name: site-2, type: client, org: gamma')
      .replace('project_admin', 'lead');
    house.setText(projectId, changed);
    expect(needsOf(projectId)).toEqual([
      ['server', 'hosts', 'renew'],
      ['site-2', 'org', 'renew'],
      ['admin@example.org', 'role', 'renew'],
    ]);
    const refused = await house.provision(projectId);
    expect(refused.run.error?.data.hint).toMatch(/Renew the certificate of admin@example.org/);
    const participants = ['server', 'site-2', 'admin@example.org'];
    const second = await house.provision(projectId, { scope: 'renew', participants });
    expect(second.task.error).toBeNull();
    expect(needsOf(projectId)).toEqual([]);
    const server = new X509Certificate(kitFile(projectId, second.runId, 'server/startup/server.crt'));
    expect(server.checkHost('other.example.org')).toBe('other.example.org');
    const kits = house.kits.list({ projectId, runId: second.runId, all: false });
    expect(kits.map(({ participant, org, role }) => [participant, org, role])).toEqual([
      ['server', 'alpha', null],
      ['site-2', 'gamma', null],
      ['admin@example.org', 'alpha', 'lead'],
    ]);
  });

  test('goes along with a run of everything, which a new default host needs', async () => {
    const { projectId, first } = await provisioned();
    house.setText(projectId, projectText({ host: 'moved.example.org' }));
    expect(needsOf(projectId)).toEqual([
      ['server', 'hosts', 'all'],
      ['server', 'settings', 'all'],
    ]);
    const second = await house.provision(projectId, { scope: 'all', participants: ['server'] });
    expect(second.task.error).toBeNull();
    expect(needsOf(projectId)).toEqual([]);
    expect(kitFile(projectId, second.runId, 'site-1/startup/client.key')).toEqual(
      kitFile(projectId, first.runId, 'site-1/startup/client.key'),
    );
  });

  test('that is cancelled leaves the kits and keys of before', async () => {
    const { projectId, first } = await provisioned();
    const before = readFileSync(path.join(house.layout.run(projectId, first.runId).state, 'cert.json'));
    const { taskId } = await house.provisioning.start(projectId, 'Tester', {
      scope: 'renew',
      participants: ['site-1'],
    });
    house.tasks.cancel(taskId);
    expect((await house.tasks.wait(taskId)).state).toBe('cancelled');
    expect(readdirSync(house.layout.runsOf(projectId))).toEqual([first.runId]);
    expect(readdirSync(house.layout.staging)).toEqual([]);
    expect(readFileSync(path.join(house.layout.run(projectId, first.runId).state, 'cert.json'))).toEqual(
      before,
    );
    expect(currentOf(projectId)['site-1']).toBe(1);
    const again = await house.tasks.wait(house.tasks.retry(taskId, 'Tester').id);
    expect(again).toMatchObject({ state: 'succeeded', title: 'Renew 1 certificate of trial' });
    expect(currentOf(projectId)).toEqual({ server: 1, 'admin@example.org': 1, 'site-1': 3, 'site-2': 1 });
  });
});

describe.skipIf(!python)('a participant that is disabled', { timeout: 120_000 }, () => {
  test('is not called removed, and is named when a run is wanted for it', async () => {
    const projectId = house.addProject(projectText({ more: [site3] }));
    await house.provision(projectId);
    house.disable(projectId, 'site-3');
    expect(needsOf(projectId)).toEqual([]);
    const renewal = house.provisioning.start(projectId, 'Tester', {
      scope: 'renew',
      participants: ['site-1', 'site-3'],
    });
    await expect(renewal).rejects.toMatchObject({
      code: 'INVALID',
      message: 'site-3 is disabled, and runs leave it out.',
    });
    house.setText(projectId, projectText());
    expect(needsOf(projectId)).toEqual([['site-3', 'removed', 'none']]);
    house.setText(projectId, projectText({ more: [site3] }));
    const without = await house.provision(projectId);
    expect(house.provisioning.run(without.runId)).toMatchObject({
      changes: [{ kind: 'disabled', what: 'site-3', before: 'client', after: null }],
      disabled: ['site-3'],
    });
  });

  test('is called enabled by the run that makes its kit again, and the run before goes on to say disabled', async () => {
    const projectId = house.addProject(projectText({ more: [site3] }));
    house.disable(projectId, 'site-3');
    await house.provision(projectId);
    house.enable(projectId, 'site-3');
    const first = await house.provision(projectId);
    const enabled = { kind: 'enabled', what: 'site-3', before: null, after: 'client' };
    expect(house.provisioning.run(first.runId)).toMatchObject({ changes: [enabled], disabled: [] });
    house.disable(projectId, 'site-3');
    const second = await house.provisioning.startRotation(projectId, 'Tester');
    await house.tasks.wait(second.taskId);
    house.enable(projectId, 'site-3');
    const { changes } = house.provisioning.run(second.runId);
    expect(changes).toMatchObject([{ kind: 'disabled', what: 'site-3' }]);
    expect(changes[0]?.note).toMatch(/kit is of the old CA/);
  });
});
