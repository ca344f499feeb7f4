import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../db/open';
import { createRedactor } from '../logs/redact';
import { createFakeSecrets } from '../platform/fake/platform';
import { createSettings } from './service';
import { settingRows } from './tables';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-settings-'));
  store = await openStore({
    data: path.join(folder, 'data'),
    migrations: path.resolve('resources/migrations'),
  });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const make = (redactor = createRedactor()) =>
  createSettings({
    db: store.db,
    paths: { data: path.join(folder, 'data'), config: path.join(folder, 'config'), resources: '' },
    secrets: createFakeSecrets(),
    redactor,
  });

it('keeps what was chosen, and goes back to the default with null', async () => {
  const settings = make();
  await settings.update({ packageIndexUrl: 'https://mirror.example.org/simple', theme: 'dark' });
  expect(make().current()).toMatchObject({
    packageIndexUrl: 'https://mirror.example.org/simple',
    theme: 'dark',
  });
  await settings.update({ packageIndexUrl: null });
  expect(make().current().packageIndexUrl).toBeNull();
  settings.setConfiguredPython('/usr/bin/python3');
  settings.setConfiguredPython(null);
  expect(settings.configuredPython()).toBeNull();
});

it('keeps the password out of the store and out of every log', async () => {
  const redactor = createRedactor();
  const settings = make(redactor);
  const view = await settings.setPackageIndexPassword('canary-4711');
  expect(view.packageIndexPasswordSet).toBe(true);
  expect(await settings.packageIndexPassword()).toBe('canary-4711');
  expect(readFileSync(store.file).includes('canary-4711')).toBe(false);
  expect(redactor.redact('GET https://user:canary-4711@host')).not.toContain('canary-4711');
  expect((await settings.setPackageIndexPassword(null)).packageIndexPasswordSet).toBe(false);
});

it('takes no credentials in the address of an index, as it is stored in clear', async () => {
  const update = make().update({ packageIndexUrl: 'https://me:canary-4711@mirror.example.org/simple' });
  await expect(update).rejects.toMatchObject({ code: 'INVALID' });
  expect(make().current().packageIndexUrl).toBeNull();
});

it('forgets the password when the index is another one, and only then', async () => {
  const settings = make();
  await settings.update({ packageIndexUrl: 'https://mirror.example.org/simple' });
  await settings.setPackageIndexPassword('canary-4711');
  const same = await settings.update({ packageIndexUrl: 'https://mirror.example.org/other', theme: 'dark' });
  expect(same.packageIndexPasswordSet).toBe(true);
  const other = await settings.update({ packageIndexUrl: 'https://example.com/simple' });
  expect(other.packageIndexPasswordSet).toBe(false);
  expect(await settings.packageIndexPassword()).toBeNull();
});

it('keeps all other settings when one has a value that this version does not know', async () => {
  await make().update({ theme: 'dark', nvflareVersion: '2.9.0' });
  store.db.update(settingRows).set({ value: 'sepia' }).where(eq(settingRows.key, 'theme')).run();
  expect(make().current()).toMatchObject({ theme: 'system', nvflareVersion: '2.9.0' });
});

it('notes the data directory for the next start outside of the data directory', async () => {
  const settings = make();
  expect(() => settings.chooseDataDirectory(path.join(folder, 'nowhere'))).toThrow(
    expect.objectContaining({ code: 'INVALID' }),
  );
  expect(() => settings.chooseDataDirectory(store.file)).toThrow(
    expect.objectContaining({ code: 'INVALID' }),
  );
  mkdirSync(path.join(folder, 'elsewhere'));
  const view = await settings.chooseDataDirectory(path.join(folder, 'elsewhere'));
  expect(view.nextDataDirectory).toBe(path.join(folder, 'elsewhere'));
  expect((await settings.chooseDataDirectory(null)).nextDataDirectory).toBeNull();
});
