import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { readOldCas } from './store-file';
import { restart } from './test-crash';
import { keepUp } from './test-keeper';

describe.skipIf(!python)('a backup made while the CA is being rotated', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-rotating-'));
  let house: House;
  let projectId: string;
  let oldRun: string;
  let newRun: string;

  beforeAll(async () => {
    house = await openHouse({ secrets: createFileSecrets(path.join(folder, 'here')) });
    projectId = house.addProject(projectText());
    oldRun = (await house.provision(projectId)).runId;
    const { runId, taskId } = await house.provisioning.startRotation(projectId, 'Tester');
    newRun = runId;
    expect((await house.tasks.wait(taskId)).error).toBeNull();
  });
  afterAll(async () => {
    await house?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('holds both CAs: on another machine there is a way back to the old one', async () => {
    const file = path.join(folder, 'carried.zip');
    const grantId = house.files.grantPath(file, 'save').id;
    const { passphrase } = await keepUp(house).exportBackup({ grantId, withKits: false }, 'Tester');
    const ca = await house.states.read(house.layout.run(projectId, oldRun));

    const secrets = createFileSecrets(path.join(folder, 'there'));
    const fresh = await openHouse({ secrets });
    const source = fresh.files.grantPath(file, 'file').id;
    expect((await keepUp(fresh).staged({ grantId: source, passphrase })).error).toBeNull();
    await fresh.close({ keep: true });
    await restart(fresh.data);
    const opened = await openHouse({ data: fresh.data, secrets });
    try {
      opened.provisioning.sweep();
      expect(opened.provisioning.rotation(projectId)).toMatchObject({
        ...{ oldRunId: oldRun, newRunId: newRun },
        canAbandon: true,
      });
      opened.provisioning.abandonRotation(projectId);
      opened.addProject(projectText(), projectId);
      const next = await opened.provision(projectId);
      expect(next.task.error).toBeNull();
      expect(await opened.states.read(opened.layout.run(projectId, next.runId))).toBe(ca);
    } finally {
      await opened.close();
    }
  });

  test('says so when the old CA is not in it', async () => {
    const warnings = async () =>
      (await house.tasks.wait(keepUp(house).backUp('Tester').taskId)).result as { warnings: string[] };
    expect((await warnings()).warnings).toEqual([]);
    rmSync(house.layout.run(projectId, oldRun).state, { recursive: true });
    expect((await warnings()).warnings).toEqual([expect.stringMatching(/old CA of "trial" is not/)]);
  });
});

test('a store from before there were rotations has no old CA', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-older-'));
  const file = path.join(folder, 'older.db');
  new Database(file).exec('create table projects (id text, name text)').close();
  expect(readOldCas(file)).toEqual([]);
  rmSync(folder, { recursive: true });
});
