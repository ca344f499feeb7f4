import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRows } from '../../projects/tables';
import { createLayout } from '../../provisioning/layout';
import { openHouse, projectText } from '../../provisioning/test-house';
import { createInstance } from '../../tasks/instance';
import { restart } from '../../upkeep/test-crash';
import { keepUp, look } from '../../upkeep/test-keeper';
import type { Output } from './output';
import { runRestore } from './restore';

let data: string;
let projectId: string;
let backupId: string;
beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-cli-restore-'));
  const house = await openHouse({ data });
  const keeper = keepUp(house);
  projectId = house.addProject(projectText({ name: 'then' }));
  backupId = await keeper.made();
  house.store.db.update(projectRows).set({ name: 'now' }).run();
  // A kit is in no backup: the disk has the only one.
  mkdirSync(kitOf(), { recursive: true });
  writeFileSync(path.join(kitOf(), 'a kit'), 'the only one');
  await keeper.staged({ backupId });
  await house.close({ keep: true });
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const kitOf = () => createLayout(data).run(projectId, 'run-1').kits;

function emptyStore(): Buffer {
  const file = path.join(data, 'empty.db');
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.close();
  return readFileSync(file);
}

/** Restores as the command does; `onSay` sees each line for people. */
async function restore(onSay: (line: string) => void = () => undefined): Promise<unknown[]> {
  const printed: unknown[] = [];
  const out: Output = {
    print: (value) => printed.push(value),
    printLine: (line) => printed.push(line),
    say: onSay,
    sayText: onSay,
  };
  await runRestore({ argument: data }, { file: backupId, by: 'Tester' }, out).catch((error: unknown) =>
    printed.push(error),
  );
  return printed;
}

it('puts a backup in place of one that waits for the next start', async () => {
  expect(await restore()).toMatchObject([{ restored: backupId, before: expect.any(String) }]);
  expect(look(data).projects).toEqual(['then']);
  // The one that waited was never put in place: of what was there before there is one backup.
  const before = readdirSync(path.join(data, 'backups')).filter((name) => name.includes('before-restore'));
  expect(before).toHaveLength(1);
});

it('brings a restore that was cut short to its end before it begins', async () => {
  const cut = (step: string) => {
    if (step === 'took projects away') throw new Error('no more');
  };
  await expect(restart(data, null, cut)).rejects.toMatchObject({ code: 'STORAGE' });
  expect(await restore()).toMatchObject([{ restored: backupId, before: expect.any(String) }]);
  expect(look(data).projects).toEqual(['then']);
  expect(readFileSync(path.join(kitOf(), 'a kit'), 'utf8')).toBe('the only one');
});

it.each([
  ['of no bytes', () => Buffer.alloc(0)],
  ['without tables', emptyStore],
])('keeps a store %s aside, which the app does not take for a new one', async (_, content) => {
  await restart(data);
  for (const end of ['', '-wal', '-shm']) rmSync(path.join(data, `fedwright.db${end}`), { force: true });
  writeFileSync(path.join(data, 'fedwright.db'), content());
  await expect(openHouse({ data })).rejects.toMatchObject({
    code: 'STORAGE',
    message: 'The store is damaged and was not opened.',
  });
  const [printed] = await restore();
  expect(printed).toMatchObject({ restored: backupId, before: expect.stringMatching(/-damaged\.db$/) });
  expect(readdirSync(path.join(data, 'backups'))).toContain((printed as { before: string }).before);
  expect(look(data).projects).toEqual(['then']);
});

it('does not unpack while another one does', async () => {
  const answers: unknown[] = [];
  const printed = await restore((line) => {
    if (line.includes('Unpack'))
      answers.push(
        restore(),
        restart(data).catch((error: unknown) => error),
      );
  });
  expect(printed).toMatchObject([{ restored: backupId }]);
  expect(await answers[0]).toMatchObject([
    { code: 'CONFLICT', message: 'Another Fedwright is restoring a backup.' },
  ]);
  expect(look(data).projects).toEqual(['then']);
});

it('does not say that it is restored when another Fedwright came in between', async () => {
  const others: { dispose(): void }[] = [];
  const printed = await restore((line) => {
    if (line.includes('store')) others.push(createInstance(data));
  });
  for (const other of others) other.dispose();
  expect(printed).toMatchObject([{ code: 'CONFLICT', message: expect.stringContaining('meanwhile') }]);
  expect(look(data).projects).toEqual(['now']);
  await restart(data);
  expect(look(data).projects).toEqual(['then']);
});
