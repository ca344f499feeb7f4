import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './open';

const migrations = path.resolve('resources/migrations');
let data: string;
beforeEach(() => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-store-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

it('makes a store that only its owner can read', async () => {
  const store = await openStore({ data, migrations });
  expect(statSync(store.file).mode & 0o777).toBe(0o600);
  expect(store.check()).toBe('ok');
  store.close();
});

it('commits through to the disk where that is asked for, and only there', async () => {
  const store = await openStore({ data, migrations });
  const mode = () => store.db.get<{ synchronous: number }>('pragma synchronous').synchronous;
  const [normal, full] = [1, 2];
  expect(store.durably(mode)).toBe(full);
  expect(mode()).toBe(normal);
  expect(() =>
    store.durably(() => {
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(mode()).toBe(normal);
  store.close();
});

it('refuses a store of a newer version and leaves it alone', async () => {
  (await openStore({ data, migrations })).close();
  const raw = new Database(path.join(data, 'fedwright.db'));
  raw.pragma('user_version = 999');
  raw.close();
  await expect(openStore({ data, migrations })).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('refuses a damaged store and says what to do', async () => {
  writeFileSync(
    path.join(data, 'fedwright.db'),
    'this is no database, but long enough to look at'.repeat(50),
  );
  await expect(openStore({ data, migrations })).rejects.toMatchObject({
    code: 'STORAGE',
    data: { hint: expect.stringContaining('backups') },
  });
});

it('backs an older store up before it changes it', async () => {
  (await openStore({ data, migrations })).close();
  const newer = path.join(data, 'newer-migrations');
  cpSync(migrations, newer, { recursive: true });
  const journalFile = path.join(newer, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: { when: number }[] };
  const last = journal.entries.at(-1);
  journal.entries.push({ ...last, idx: 99, tag: '0099_next', when: (last?.when ?? 0) + 1 } as never);
  writeFileSync(journalFile, JSON.stringify(journal));
  writeFileSync(path.join(newer, '0099_next.sql'), 'create table next (id integer);');

  const store = await openStore({ data, migrations: newer });
  expect(store.schemaVersion()).toBe(journal.entries.length);
  store.close();
  const [backup] = readdirSync(path.join(data, 'backups'));
  const copy = new Database(path.join(data, 'backups', backup ?? ''), { readonly: true });
  expect(copy.pragma('user_version', { simple: true })).toBe(journal.entries.length - 1);
  copy.close();
  // The older version now finds a newer file.
  await expect(openStore({ data, migrations })).rejects.toMatchObject({ code: 'CONFLICT' });
});

it('is opened by two processes at the same time on a new directory', async () => {
  const both = await Promise.all([openStore({ data, migrations }), openStore({ data, migrations })]);
  for (const store of both) {
    expect(store.check()).toBe('ok');
    store.close();
  }
});

it('notices what another connection has written', async () => {
  const [a, b] = [await openStore({ data, migrations }), await openStore({ data, migrations })];
  const before = a.revision();
  expect(a.revision()).toBe(before);
  b.db.run("insert into settings (key, value) values ('theme', '\"dark\"')");
  expect(a.revision()).toBeGreaterThan(before);
  a.close();
  b.close();
});
