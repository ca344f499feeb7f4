import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/test';
import { openSection } from './pages/shell';

test('an AppImage is started again by its own file', async ({ launch, workspace, cli }) => {
  // In place of the image: it notes that it was started.
  const image = path.join(workspace.folder, 'Fedwright.AppImage');
  const noted = path.join(workspace.folder, 'noted');
  const script = [
    '#!/bin/sh',
    `echo "started: $*" > '${noted}.part'`,
    `ls '${workspace.data}' >> '${noted}.part'`,
    `mv '${noted}.part' '${noted}'`,
  ];
  writeFileSync(image, `${script.join('\n')}\n`, { mode: 0o755 });
  const app = await launch({ APPIMAGE: image, APPDIR: '/' });
  await openSection(app.page, 'Projects');
  // There for as long as the store is open; SQLite removes it when that is closed, and not when a process is ended.
  const open = 'fedwright.db-wal';
  expect(readdirSync(workspace.data)).toContain(open);
  const ended = app.electron?.waitForEvent('close');
  await app.page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    window.postMessage('fedwright:port', '*', [port2]);
    port1.start();
    port1.postMessage(JSON.stringify({ i: 'again', p: { u: '/host/relaunch' } }));
  });
  await ended;
  await expect.poll(() => existsSync(noted)).toBe(true);
  const [started, ...files] = readFileSync(noted, 'utf8').trim().split('\n');
  expect(started).toMatch(/^started: /);
  expect(files).toContain('fedwright.db');
  expect(files).not.toContain(open);
  expect(await cli.call('projects.list', {})).toMatchObject({ total: 0 });
});
