import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApp } from '../app';
import { createFakePlatform } from '../platform/fake/platform';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'fedwright-targets-'));
  folder = path.join(home, 'Documents');
  mkdirSync(folder);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const uuid = '01234567-89ab-4cde-8f01-23456789abcd';

/** One start of the app on a data directory, and its end. */
async function start(data: string): Promise<void> {
  const platform = createFakePlatform();
  const app = await createApp({ ...platform, paths: { ...platform.paths, data } });
  await app.dispose();
}

it('what a crash leaves in a folder of a person goes at the next start, and nothing else', async () => {
  const data = path.join(home, 'data');
  const script = `
    import { runnerImport } from 'vite';
    const { module } = await runnerImport('./main/files/test-crash.ts', { logLevel: 'silent' });
    await module.crash(process.argv[1], process.argv[2]);`;
  const { signal, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, data, folder],
    { encoding: 'utf8' },
  );
  expect(signal, stderr).toBe('SIGKILL');
  const [part, ...more] = readdirSync(folder);
  expect(part).toMatch(/^\.fedwright-.*\.part$/);
  expect(more).toEqual([]);
  expect(readdirSync(path.join(folder, part ?? ''))).toContain('site-1');

  const others = ['notes.txt', '.notes.part', `.older.zip.${uuid}.part`];
  for (const name of others) writeFileSync(path.join(folder, name), 'mine');
  const before = new Date(Date.now() - 86_400_000);
  utimesSync(path.join(folder, others[2] ?? ''), before, before);
  writeFileSync(path.join(folder, `.kits.zip.${uuid}.part`), 'half');
  await start(data);
  expect(readdirSync(folder).sort()).toEqual(others.toSorted());
  // It is known no more: what is there from now on is somebody else's.
  writeFileSync(path.join(folder, `.kits.zip.${uuid}.part`), 'another');
  await start(data);
  expect(readdirSync(folder)).toContain(`.kits.zip.${uuid}.part`);
});
