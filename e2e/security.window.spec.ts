import path from 'node:path';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { readIfThere } from './fixtures/workspace';
import { openSection } from './pages/shell';

interface Given {
  app: RunningApp;
  workspace: Workspace;
}

async function openNothing({ app, workspace }: Given): Promise<void> {
  const { page, electron } = app;
  await openSection(page, 'Projects');
  const opened = await page.evaluate(() => window.open('https://example.org/window') === null);
  expect(opened).toBe(true);
  for (const target of ['https://example.org/link', 'app://other/index.html', 'file:///etc/passwd'])
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
  const log = () => readIfThere(path.join(workspace.data, 'logs', 'app-window.log'));
  for (const target of ['https://example.org/window', 'https://example.org/link', 'app://other/index.html'])
    await expect.poll(log).toContain(target);
  const urls = await electron?.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => contents.getURL()),
  );
  expect(urls).toEqual([expect.stringMatching(/^app:\/\/fedwright\/index\.html#\/projects/)]);
}

async function havePermissions({ app: { page, electron } }: Given): Promise<void> {
  const state = await page.evaluate(
    async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
  );
  expect(state).toBe('denied');
  const preferences = await electron?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration } = contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration };
  });
  expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
}

async function serveNothing({ app: { page } }: Given): Promise<void> {
  for (const target of ['/../../package.json', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json']) {
    const status = await page.evaluate(async (url) => (await fetch(url)).status, `app://fedwright${target}`);
    expect(status).toBe(404);
  }
}

test('the window keeps its page to itself', async ({ app, workspace }) => {
  test.setTimeout(3 * 90_000);
  const given = { app, workspace };
  await test.step('opens no other window and goes to no other page', () => openNothing(given));
  await test.step('has no permission of the browser and no node in its page', () => havePermissions(given));
  await test.step('serves nothing from outside of its page', () => serveNothing(given));
});
