import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { filesInClear, filesWith } from '../vault/test-secrets-on-disk';
import { restart } from './test-crash';
import { keepUp } from './test-keeper';

describe.skipIf(!python)('a sealed project', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-carry-'));
  const here = createFileSecrets(path.join(folder, 'here'));
  const file = path.join(folder, 'carried.zip');
  const text = projectText();
  let house: House;
  let projectId: string;
  let runId: string;
  let ca: string;
  let passphrase: string;

  beforeAll(async () => {
    house = await openHouse({ secrets: here });
    projectId = house.addProject(text);
    ({ runId } = await house.provision(projectId));
    ca = await house.states.read(house.layout.run(projectId, runId));
    const grantId = house.files.grantPath(file, 'save').id;
    ({ passphrase } = await keepUp(house).exportBackup({ grantId, withKits: true }, 'Tester'));
  });
  afterAll(async () => {
    await house?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Restores the file on a machine with this keychain, up to the start after it. */
  async function carriedTo(secrets: ReturnType<typeof createFileSecrets>): Promise<House> {
    const fresh = await openHouse({ secrets });
    const grantId = fresh.files.grantPath(file, 'file').id;
    const task = await keepUp(fresh).staged({ grantId, passphrase });
    expect(task.error).toBeNull();
    await fresh.close({ keep: true });
    await restart(fresh.data);
    return openHouse({ data: fresh.data, secrets });
  }

  test('stays sealed in backups, and the keys in them are under the passphrase', async () => {
    await keepUp(house).made();
    expect(filesInClear(house.data)).toEqual([]);
    expect(filesWith(folder, ['PRIVATE KEY'])).toEqual([]);
  });

  test('opens on another machine with its passphrase, and goes on from the same CA', async () => {
    const there = createFileSecrets(path.join(folder, 'there'));
    const opened = await carriedTo(there);
    try {
      expect(filesInClear(opened.data)).toEqual([]);
      expect(await opened.states.read(opened.layout.run(projectId, runId))).toBe(ca);
      const [kit] = opened.kits.list({ runId, projectId: null, all: true });
      expect((await opened.kits.get(kit?.id ?? '')).kit.state).toBe('ok');
      opened.addProject(text, projectId);
      const next = await opened.provision(projectId);
      expect(next.run).toMatchObject({ state: 'succeeded', number: 2 });
      expect(await opened.states.read(opened.layout.run(projectId, next.runId))).toBe(ca);
      expect(filesInClear(opened.data)).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  test('is in clear for its owner where there is no keychain, rather than lost', async () => {
    const none = createFileSecrets(path.join(folder, 'none'));
    none.state = 'absent';
    const opened = await carriedTo(none);
    try {
      expect(await opened.states.read(opened.layout.run(projectId, runId))).toBe(ca);
      expect(filesInClear(opened.data)).toHaveLength(5);
      // Nothing is sealed there, and so no key is missing.
      expect((await opened.vault.status()).state).toBe('none');
      none.state = 'ok';
      expect((await opened.vault.status()).state).toBe('ready');
    } finally {
      await opened.close();
    }
  });

  test('waits for a keychain that is locked', async () => {
    const locked = createFileSecrets(path.join(folder, 'locked'));
    locked.state = 'locked';
    const fresh = await openHouse({ secrets: locked });
    try {
      const grantId = fresh.files.grantPath(file, 'file').id;
      const keeper = keepUp(fresh);
      expect(await keeper.staged({ grantId, passphrase })).toMatchObject({
        state: 'failed',
        error: { code: 'UNAVAILABLE' },
      });
      expect(keeper.backups().pending).toBeNull();
    } finally {
      await fresh.close();
    }
  });

  test('restored from a backup that was copied by hand says where its key is', async () => {
    const other = createFileSecrets(path.join(folder, 'other'));
    const opened = await openHouse({ data: house.data, secrets: other });
    await expect(opened.states.read(opened.layout.run(projectId, runId))).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/this keychain does not have/),
    });
    await opened.close({ keep: true });
  });
});
