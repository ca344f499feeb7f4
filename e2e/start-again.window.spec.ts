import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures/test';
import { openSection } from './pages/shell';

test('an AppImage is started again by its own file', async ({ launch, workspace, cli }) => {
  // In place of the image: it notes that it was started.
  const image = path.join(workspace.folder, 'Fedwright.AppImage');
  const noted = path.join(workspace.folder, 'noted');
  writeFileSync(image, `#!/bin/sh\necho "started: $*" > '${noted}.part'\nmv '${noted}.part' '${noted}'\n`, {
    mode: 0o755,
  });
  const app = await launch({ APPIMAGE: image, APPDIR: '/' });
  await openSection(app.page, 'Projects');
  const ended = app.electron?.waitForEvent('close');
  await app.page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    window.postMessage('fedwright:port', '*', [port2]);
    port1.start();
    port1.postMessage(JSON.stringify({ i: 'again', p: { u: '/host/relaunch' } }));
  });
  await ended;
  await expect.poll(() => existsSync(noted)).toBe(true);
  expect(readFileSync(noted, 'utf8')).toContain('started: ');
  expect(await cli.call('projects.list', {})).toMatchObject({ total: 0 });
});
