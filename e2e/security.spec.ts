import { request } from 'node:http';
import path from 'node:path';
import { startServe } from './fixtures/launch-web';
import { type RunningApp, expect, test } from './fixtures/test';
import { readIfThere } from './fixtures/workspace';
import { openSection } from './pages/shell';

test('the page runs under strict rules', async ({ app }) => {
  const { page } = app;
  const headers = await page.evaluate(async () =>
    Object.fromEntries((await fetch(location.pathname)).headers),
  );
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.setAttribute('onerror', 'window.injected = true');
    image.src = 'data:image/png;base64,broken';
    document.body.append(image);
    return new Promise((resolve) => {
      image.addEventListener('error', () => setTimeout(() => resolve('injected' in window)));
    });
  });
  expect(ran).toBe(false);
  const globals = await page.evaluate(() =>
    ['require', 'process', 'Buffer', 'module', 'electron', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(globals).toEqual([]);
});

test.describe('the window', () => {
  test.skip(({ host }) => host === 'web', 'guards of the window');

  test('opens no other window and goes to no other page', async ({ app, workspace }) => {
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
  });

  test('has no permission of the browser and no node in its page', async ({ app: { page, electron } }) => {
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
  });

  test('serves nothing from outside of its page', async ({ app: { page } }) => {
    for (const target of ['/../../package.json', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json']) {
      const status = await page.evaluate(
        async (url) => (await fetch(url)).status,
        `app://fedwright${target}`,
      );
      expect(status).toBe(404);
    }
  });
});

test.describe('the browser host', () => {
  test.skip(({ host }) => host === 'electron', 'guards of the browser host');

  test('lets in only a paired browser on its own page', async ({ app }) => {
    const { origin, page } = app;
    const { host } = new URL(origin);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const session = `${cookie?.name}=${cookie?.value}`;
    const upgrade = (headers: Record<string, string>) => ask(app, '/rpc', { ...upgradeHeaders, ...headers });

    expect(await upgrade({ origin })).toBe(401);
    expect(await upgrade({ origin, cookie: `${cookie?.name}=guess` })).toBe(401);
    expect(await upgrade({ cookie: session })).toBe(403);
    expect(await upgrade({ cookie: session, origin: 'http://evil.example.org' })).toBe(403);
    expect(await upgrade({ cookie: session, origin: 'http://127.0.0.1:1' })).toBe(403);
    const rebound = { cookie: session, origin: 'http://evil.example.org', host: 'evil.example.org' };
    expect(await upgrade(rebound)).toBe(421);
    expect(await ask(app, '/', { host: 'evil.example.org' })).toBe(421);
    expect(await ask(app, '/', { host: `127.0.0.1.example.org:${new URL(origin).port}` })).toBe(421);
    expect(await ask(app, '/download/anything', {})).toBe(401);
    expect(await upgrade({ cookie: session, origin, host })).toBe(101);
  });

  test('takes a pairing link once', async ({ workspace, browserOf }) => {
    const { serve, link, origin } = await startServe(workspace.env);
    const context = await (await browserOf()).newContext();
    const first = await context.newPage();
    await first.goto(link);
    await openSection(first, 'Projects');
    expect(first.url()).not.toContain('pair=');

    const stranger = await (await browserOf()).newContext();
    const second = await stranger.newPage();
    await second.goto(link);
    await expect(second.getByRole('heading', { name: 'Pair this browser' })).toBeVisible();
    await second.goto(origin);
    await expect(second.getByRole('heading', { name: 'Pair this browser' })).toBeVisible();
    await context.close();
    await stranger.close();
    await serve.end();
  });

  test('serves nothing from outside of its page', async ({ app }) => {
    for (const target of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/etc/passwd',
      '//etc/passwd',
    ])
      expect(await ask(app, target, {})).toBe(404);
    expect(await ask(app, '/', {}, 'DELETE')).toBe(405);
  });
});

const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** The status of one bare request, its path sent as it is; 101 when it was upgraded. */
function ask(
  { origin }: RunningApp,
  target: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: target, method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}
