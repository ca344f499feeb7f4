import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { buildForChildren } from '../process/test-child';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { settingRows } from '../settings/tables';
import { restart } from '../upkeep/test-crash';
import { keepUp } from '../upkeep/test-keeper';
import { restingOf } from './test-sealing';
import { filesInClear } from './test-secrets-on-disk';

/** The files of a zip that have a private key in them that anyone can read. */
function clearIn(zip: string): string[] {
  const script =
    'import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([n for n in z.namelist() if b"PRIVATE KEY" in z.read(n)]))';
  const { stdout } = spawnSync('python3', ['-c', script, zip], { encoding: 'utf8' });
  return JSON.parse(stdout) as string[];
}

/** Where distributed provisioning keeps secrets, and a file of it that is none. */
const distributed = {
  keys: ['ca/one/rootCA.key', 'requests/two/key/site-1.key', 'requests/two/kit/startup/client.key'],
  open: 'ca/one/rootCA.pem',
};

function addDistributed(root: string): void {
  for (const name of [...distributed.keys, distributed.open]) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true, mode: 0o700 });
    const text = name === distributed.open ? 'a certificate' : `a PRIVATE KEY of ${name}`;
    writeFileSync(path.join(root, name), text, { mode: 0o600 });
  }
}

describe.skipIf(!python)('keys that lie in clear', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-resting-'));
  const keychain = path.join(folder, 'keychain');
  /** A data directory from before anything was sealed, closed. */
  let before: string;
  let projectId: string;
  let runId: string;
  let ca: string;
  /** What the processes run that die over the keys. */
  let dying: Awaited<ReturnType<typeof buildForChildren>>;

  beforeAll(async () => {
    dying = await buildForChildren('main/vault/test-sealing.ts');
    const house = await openHouse();
    before = house.data;
    projectId = house.addProject(projectText({ name: 'lung' }));
    ({ runId } = await house.provision(projectId));
    ca = await house.states.read(house.layout.run(projectId, runId));
    addDistributed(house.layout.distributed);
    await house.close({ keep: true });
    expect(filesInClear(before).length).toBe(8);
  });
  afterAll(() => {
    dying.remove();
    for (const made of [folder, before]) rmSync(made, { recursive: true, force: true });
  });

  /** Calls something of what was built, with these arguments, in a process of its own, which dies in the middle of it. */
  function expectKilled(call: string, args: string[]): void {
    const script = `const module = await import(${JSON.stringify(dying.url)}); await module.${call};`;
    const all = ['--input-type=module', '-e', script, ...args];
    const { signal, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
    expect(signal, stderr).toBe('SIGKILL');
  }

  const copy = (): string => {
    const data = mkdtempSync(path.join(folder, 'data-'));
    cpSync(before, data, { recursive: true });
    return data;
  };

  /** What the start of the app does. */
  async function start(data: string): Promise<House> {
    const house = await openHouse({ data, secrets: createFileSecrets(keychain) });
    const resting = restingOf(house);
    house.tasks.recover();
    house.provisioning.sweep();
    house.kits.sweep(true);
    resting.startLooking();
    await resting.settled();
    for (const { id } of house.tasks.list({ limit: 50 })) await house.tasks.wait(id);
    return house;
  }

  async function expectWhole(house: House): Promise<void> {
    expect(filesInClear(house.data)).toEqual([]);
    expect(await house.states.read(house.layout.run(projectId, runId))).toBe(ca);
    for (const { id } of house.kits.list({ runId, projectId: null, all: true }))
      expect((await house.kits.get(id)).kit.state).toBe('ok');
    const root = house.layout.distributed;
    for (const name of distributed.keys)
      expect(String(await house.vault.unsealer().unseal(readFileSync(path.join(root, name))))).toBe(
        `a PRIVATE KEY of ${name}`,
      );
    expect(readFileSync(path.join(root, distributed.open), 'utf8')).toBe('a certificate');
    const left = readdirSync(root, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.sealing'))).toEqual([]);
  }

  test('are sealed at the start, as a task; the next start has nothing to do', async () => {
    const data = copy();
    const house = await start(data);
    await expectWhole(house);
    const seals = () => house.tasks.list({ limit: 50 }).filter(({ kind }) => kind === 'vault.seal');
    expect(seals()).toMatchObject([{ state: 'succeeded', result: { sealed: 8, backups: 0 } }]);
    const again = restingOf(house);
    again.startLooking();
    await again.settled();
    expect(seals()).toHaveLength(1);
    await house.close();
  });

  test('are told of until they are sealed, without touching what a sealing under way has made', async () => {
    const data = copy();
    const house = await openHouse({ data, secrets: createFileSecrets(keychain) });
    const resting = restingOf(house);
    const part = path.join(house.layout.distributed, 'ca', 'one', 'rootCA.key.sealing');
    writeFileSync(part, 'half');
    expect(await resting.status()).toMatchObject({
      state: 'clear',
      message: expect.stringContaining('8 files'),
    });
    expect(readFileSync(part, 'utf8')).toBe('half');
    await house.tasks.wait(resting.start('Tester').taskId);
    expect(await resting.status()).toMatchObject({ state: 'ready' });
    await house.close();
  });

  test('are told of when their key is lost, also after another one was made', async () => {
    const data = copy();
    await (await start(data)).close({ keep: true });
    const house = await openHouse({ data, secrets: createFileSecrets(path.join(folder, 'another')) });
    const resting = restingOf(house);
    expect(await resting.status()).toMatchObject({ state: 'missing' });
    await house.vault.sealing();
    expect(await house.vault.status()).toMatchObject({ state: 'ready' });
    expect(await resting.status()).toMatchObject({
      state: 'missing',
      message: '4 CAs and private keys are sealed with a key that this keychain does not have.',
      hint: expect.stringMatching(/restore an exported backup.*rotate the CA/),
    });
    await house.close();
  });

  test('are none where nothing was ever in clear, which whoever asks finds out', async () => {
    const house = await openHouse({ secrets: createFileSecrets(keychain) });
    const flag = () =>
      house.store.db.select().from(settingRows).where(eq(settingRows.key, 'allSealed')).all();
    expect(flag()).toEqual([]);
    expect(await restingOf(house).status()).toMatchObject({ state: 'ready' });
    expect(flag()).toHaveLength(1);
    await house.close();
  });

  test('are looked for again by a version that knows more places', async () => {
    const data = copy();
    const house = await start(data);
    const { db } = house.store;
    db.update(settingRows).set({ value: true }).where(eq(settingRows.key, 'allSealed')).run();
    addDistributed(house.layout.distributed);
    await house.close({ keep: true });
    const next = await start(data);
    await expectWhole(next);
    await next.close();
  });

  test.each([1, 3, 5, 7])('are sealed by the next start after a kill -9 over file %i', async (dieAt) => {
    const data = copy();
    const args = [data, keychain, String(dieAt)];
    expectKilled('sealAndDie(process.argv[1], process.argv[2], Number(process.argv[3]))', args);
    const house = await start(data);
    await expectWhole(house);
    await house.close();
  });

  test('in the workspace of a run are gone at the start after a kill -9', async () => {
    const data = copy();
    expectKilled('crash(process.argv[1], process.argv[2])', [data, keychain]);
    const house = await start(data);
    await expectWhole(house);
    await house.close();
  });

  test('in a backup of that time are sealed in it, and it can still be restored', async () => {
    const data = copy();
    const old = await openHouse({ data });
    const backupId = await keepUp(old).made();
    await old.close({ keep: true });
    const zip = path.join(data, 'backups', backupId);
    // The state of the project, and what distributed provisioning keeps.
    expect(clearIn(zip)).toHaveLength(4);
    const house = await start(data);
    expect(clearIn(zip)).toEqual([]);
    const keeper = keepUp(house);
    const source = { backupId, grantId: null, passphrase: null };
    expect(await keeper.describeBackup(source)).toMatchObject({ projects: [{ name: 'lung', hasCa: true }] });
    expect((await keeper.staged({ backupId })).error).toBeNull();
    await house.close({ keep: true });
    await restart(data);
    const after = await start(data);
    await expectWhole(after);
    await after.close();
  });

  describe('at the end of a command', () => {
    const signal = new AbortController().signal;
    const seals = (house: House) =>
      house.tasks.list({ limit: 50 }).filter(({ kind }) => kind === 'vault.seal');

    test('are sealed, which is done once', async () => {
      const house = await openHouse({ data: copy(), secrets: createFileSecrets(keychain) });
      await restingOf(house).lookBriefly(signal);
      await expectWhole(house);
      await restingOf(house).lookBriefly(signal);
      expect(seals(house)).toMatchObject([{ state: 'succeeded', result: { sealed: 8, backups: 0 } }]);
      await house.close();
    });

    test('are sealed in part when they are many, and the next command goes on', async () => {
      const house = await openHouse({ data: copy(), secrets: createFileSecrets(keychain) });
      const folder = path.join(house.layout.distributed, 'requests', 'many', 'key');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (let index = 0; index < 600; index += 1)
        writeFileSync(path.join(folder, `site-${index}.key`), 'a PRIVATE KEY', { mode: 0o600 });
      await restingOf(house).lookBriefly(signal);
      expect(filesInClear(house.data)).toHaveLength(108);
      await restingOf(house).lookBriefly(signal);
      await expectWhole(house);
      await house.close();
    });

    test('a locked keychain is asked once, and left alone by the commands after it', async () => {
      const data = copy();
      const secrets = createFileSecrets(keychain);
      const probe = vi.spyOn(secrets, 'probe');
      secrets.state = 'locked';
      for (let command = 0; command < 3; command += 1) {
        const house = await openHouse({ data, secrets });
        await restingOf(house).lookBriefly(signal);
        expect(seals(house)).toEqual([]);
        await house.close({ keep: true });
      }
      expect(probe).toHaveBeenCalledTimes(1);
      expect(filesInClear(data)).toHaveLength(8);
      secrets.state = 'ok';
      await (await start(data)).close();
    });

    test('stay when the command was interrupted', async () => {
      const house = await openHouse({ data: copy(), secrets: createFileSecrets(keychain) });
      await restingOf(house).lookBriefly(AbortSignal.abort());
      expect(filesInClear(house.data)).toHaveLength(8);
      await house.close();
    });
  });

  test('stay as they are without a keychain, and wait for it', async () => {
    const data = copy();
    const secrets = createFileSecrets(keychain);
    secrets.state = 'absent';
    const house = await openHouse({ data, secrets });
    const resting = restingOf(house);
    resting.startLooking();
    await resting.settled();
    expect(house.tasks.list({ limit: 50 }).filter(({ kind }) => kind === 'vault.seal')).toEqual([]);
    expect(filesInClear(data)).toHaveLength(8);
    secrets.state = 'ok';
    const { state } = await house.tasks.wait(resting.start('Tester').taskId);
    expect(state).toBe('succeeded');
    await expectWhole(house);
    await house.close();
  });
});
