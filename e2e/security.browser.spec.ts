import { request } from 'node:http';
import { openPage, startServe } from './fixtures/launch-web';
import { type RunningApp, expect, test } from './fixtures/test';
import { openSection } from './pages/shell';

async function letInPaired({ app }: { app: RunningApp }): Promise<void> {
  const { origin, page } = app;
  const { host } = new URL(origin);
  // The page may be there a moment before the browser has filed the cookie.
  const cookies = () => page.context().cookies();
  await expect.poll(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
  const [cookie] = await cookies();
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
}

test('takes a pairing link once', async ({ workspace, browserOf }) => {
  const { serve, link, origin } = await startServe(workspace.env);
  const context = await (await browserOf()).newContext();
  const first = await context.newPage();
  await openPage(first, link);
  await openSection(first, 'Projects');
  expect(first.url()).not.toContain('pair=');

  const stranger = await (await browserOf()).newContext();
  const second = await stranger.newPage();
  await openPage(second, link);
  await expect(second.getByRole('heading', { name: 'Pair this browser' })).toBeVisible();
  await openPage(second, origin);
  await expect(second.getByRole('heading', { name: 'Pair this browser' })).toBeVisible();
  await context.close();
  await stranger.close();
  await serve.end();
});

async function serveNothing({ app }: { app: RunningApp }): Promise<void> {
  for (const target of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
  ])
    expect(await ask(app, target, {})).toBe(404);
  expect(await ask(app, '/', {}, 'DELETE')).toBe(405);
}

test('the server is for its own page', async ({ app }) => {
  test.setTimeout(2 * 90_000);
  await test.step('lets in only a paired browser on its own page', () => letInPaired({ app }));
  await test.step('serves nothing from outside of its page', () => serveNothing({ app }));
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
