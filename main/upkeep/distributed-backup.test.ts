import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createFileSecrets } from '../platform/fake/file-secrets';
import { openHouse } from '../provisioning/test-house';
import { restart } from './test-crash';
import { keepUp } from './test-keeper';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

test('CAs and keys of distributed provisioning are in a backup and come back from it', async () => {
  const house = await openHouse();
  const { data, layout } = house;
  cleanUps.push(() => rmSync(data, { recursive: true, force: true }));
  const file = (...parts: string[]) => path.join(layout.distributed, ...parts);
  const write = (place: string, text: string) => {
    mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
    writeFileSync(place, text, { mode: 0o600 });
  };
  const ca = file('ca', 'one', 'rootCA.key');
  const lost = file('requests', 'two', 'key', 'site-1.key');
  const since = file('requests', 'three', 'key', 'site-2.key');
  write(ca, 'then');
  write(lost, 'the only copy');
  const keeper = keepUp(house);
  const backupId = await keeper.made();
  write(ca, 'now');
  write(since, 'made since');
  rmSync(file('requests', 'two'), { recursive: true });
  expect((await keeper.staged({ backupId })).error).toBeNull();
  await house.close({ keep: true });

  const steps: string[] = [];
  await restart(data, null, (step) => steps.push(step));
  expect(steps).toContain('put distributed in place');
  expect(readFileSync(ca, 'utf8')).toBe('then');
  expect(readFileSync(lost, 'utf8')).toBe('the only copy');
  expect(readFileSync(since, 'utf8')).toBe('made since');
  for (const place of [ca, lost, since]) expect(statSync(place).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(data, 'restore'))).toBe(false);
});

test('what is sealed of it opens on another machine, with the passphrase of the exported backup', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-carry-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const house = await openHouse({ secrets: createFileSecrets(path.join(folder, 'here')) });
  cleanUps.push(() => house.close());
  const ca = path.join('ca', 'one', 'rootCA.key');
  const { sealer } = await house.vault.sealing();
  const place = path.join(house.layout.distributed, ca);
  mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
  writeFileSync(place, sealer?.seal(Buffer.from('the only copy')) ?? '', { mode: 0o600 });
  const file = path.join(folder, 'carried.zip');
  const grantId = house.files.grantPath(file, 'save').id;
  const { passphrase } = await keepUp(house).exportBackup({ grantId, withKits: false }, 'Tester');

  const restored = async (name: string, state: 'ok' | 'absent') => {
    const secrets = createFileSecrets(path.join(folder, name));
    secrets.state = state;
    const fresh = await openHouse({ secrets });
    const source = fresh.files.grantPath(file, 'file').id;
    expect((await keepUp(fresh).staged({ grantId: source, passphrase })).error).toBeNull();
    await fresh.close({ keep: true });
    await restart(fresh.data);
    const opened = await openHouse({ data: fresh.data, secrets });
    cleanUps.push(() => opened.close());
    const bytes = readFileSync(path.join(opened.layout.distributed, ca));
    return { bytes, clear: String(await opened.vault.unsealer().unseal(bytes)) };
  };
  const there = await restored('there', 'ok');
  expect(there.clear).toBe('the only copy');
  expect(there.bytes).toEqual(readFileSync(place));
  // In clear for its owner where there is no keychain, rather than lost.
  expect(String((await restored('none', 'absent')).bytes)).toBe('the only copy');
}, 60_000);
