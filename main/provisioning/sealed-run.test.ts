import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readPlainZip } from '../../e2e/fixtures/archives';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { filesInClear } from '../vault/test-secrets-on-disk';
import { type House, openHouse, projectText, python } from './test-house';

describe.skipIf(!python)('with a keychain', { timeout: 120_000 }, () => {
  let house: House;
  let projectId: string;
  let runId: string;
  let caThen: string;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-sealed-'));
  const secrets = createFileSecrets(path.join(folder, 'keychain'));
  const ca = (run: string) => house.states.read(house.layout.run(projectId, run));
  const kit = (participant: string) =>
    house.kits.list({ runId: null, projectId, all: false }).find((one) => one.participant === participant)
      ?.id ?? '';

  beforeAll(async () => {
    house = await openHouse({ secrets });
    projectId = house.addProject(projectText());
    const made = await house.provision(projectId);
    expect(made.run).toMatchObject({ state: 'succeeded', error: null });
    runId = made.runId;
    caThen = await ca(runId);
  });
  afterAll(async () => {
    await house?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('no private key is in clear after a run, and nothing is left beside what is sealed', () => {
    expect(filesInClear(house.data)).toEqual([]);
    const { directory, state, kits } = house.layout.run(projectId, runId);
    expect(
      readdirSync(directory, { recursive: true }).filter((name) => String(name).endsWith('.sealing')),
    ).toEqual([]);
    for (const file of [path.join(state, 'cert.json'), path.join(kits, 'site-1', 'startup', 'client.key')]) {
      expect(readFileSync(file).subarray(0, 6).toString()).toBe('FWSEAL');
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  test('a kit is checked as in clear, and its sizes are those of the clear files', async () => {
    const { checks, files } = await house.kits.get(kit('site-1'));
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
    const size = files.find((file) => file.path === 'startup/client.key')?.sizeBytes;
    const target = path.join(folder, 'out');
    const grant = house.files.grantPath(target, 'folder');
    await house.kits.exportFolder([kit('site-1')], grant.id, 'Tester');
    const key = readFileSync(path.join(target, 'site-1', 'startup', 'client.key'));
    expect(key.toString()).toContain('PRIVATE KEY');
    expect(key.length).toBe(size);
    expect(filesInClear(house.data)).toEqual([]);
  });

  test('a kit is dragged out in clear, for as long as the drag may take', async () => {
    const dragged: string[] = [];
    const stage = await house.kits.stage(kit('site-1'));
    house.kits.dragOut(kit('site-1'), stage.stageId, { start: (paths) => void dragged.push(...paths) });
    const zip = readPlainZip(dragged[0] ?? '');
    expect(zip.text('site-1/startup/client.key')).toContain('PRIVATE KEY');
    house.kits.dispose();
    expect(readdirSync(path.join(house.layout.staging, 'drag'))).toEqual([]);
  });

  test('the next run goes on from the same CA and keys, byte for byte', async () => {
    house.setText(projectId, projectText({ more: ['{name: site-3, type: client, org: alpha}'] }));
    const next = await house.provision(projectId);
    expect(next.run.error).toBeNull();
    const [then, now] = [JSON.parse(caThen), JSON.parse(await ca(next.runId))];
    expect(now).toMatchObject(then);
    expect(Object.keys(now)).toContain('site-3');
    expect(filesInClear(house.data)).toEqual([]);
    runId = next.runId;
    caThen = await ca(runId);
  });

  test('while the keychain is locked runs and exports are refused, and nothing is made', async () => {
    secrets.state = 'locked';
    try {
      const before = house.provisioning
        .runs({ projectId, limit: 10 })
        .filter(({ state }) => state === 'succeeded');
      const refused = {
        code: 'UNAVAILABLE',
        message: expect.stringMatching(/locked/),
        data: { hint: 'Unlock it.' },
      };
      const { run } = await house.provision(projectId);
      expect(run).toMatchObject({ state: 'failed', kitCount: 0, error: refused });
      await expect(house.kits.exportZip([kit('site-1')], null, 'Tester')).rejects.toMatchObject(refused);
      await expect(house.kits.stage(kit('site-1'))).rejects.toMatchObject(refused);
      // A look says that the key was not looked at, not that the kit is broken.
      const look = await house.kits.get(kit('site-1'));
      expect(look.kit.state).toBe('ok');
      expect(look.checks.find(({ check }) => check === 'key')).toMatchObject({ state: 'attention' });
      expect(
        house.provisioning.runs({ projectId, limit: 10 }).filter(({ state }) => state === 'succeeded'),
      ).toEqual(before);
    } finally {
      secrets.state = 'ok';
    }
    expect(await ca(runId)).toBe(caThen);
  });

  test('a sealed file that was changed is told, and no run makes a new CA', async () => {
    const file = path.join(house.layout.run(projectId, runId).state, 'cert.json');
    const sealed = readFileSync(file);
    const changed = Buffer.from(sealed);
    changed[100] = (changed[100] ?? 0) ^ 1;
    writeFileSync(file, changed);
    const { run } = await house.provision(projectId);
    expect(run).toMatchObject({
      state: 'failed',
      error: { code: 'STORAGE', data: { details: expect.stringMatching(/damaged or was changed/) } },
    });
    writeFileSync(file, sealed);
    expect(await ca(runId)).toBe(caThen);
  });
});

describe.skipIf(!python)('without a keychain', () => {
  test('a run keeps its keys in clear for their owner, warns, and goes on from a sealed CA later', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-sealed-'));
    const secrets = createFileSecrets(path.join(folder, 'keychain'));
    secrets.state = 'absent';
    const house = await openHouse({ secrets });
    try {
      const projectId = house.addProject(projectText());
      const first = await house.provision(projectId);
      expect((first.task.result as { warnings: string[] }).warnings).toEqual([
        expect.stringMatching(/kept in clear.*keychain/),
      ]);
      const { state } = house.layout.run(projectId, first.runId);
      expect(readFileSync(path.join(state, 'cert.json'), 'utf8')).toContain('PRIVATE KEY');
      const ca = await house.states.read(house.layout.run(projectId, first.runId));
      secrets.state = 'ok';
      const second = await house.provision(projectId);
      expect(await house.states.read(house.layout.run(projectId, second.runId))).toBe(ca);
      expect(filesInClear(house.layout.run(projectId, second.runId).directory)).toEqual([]);
    } finally {
      await house.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
