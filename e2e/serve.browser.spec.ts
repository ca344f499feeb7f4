import { openPage, startServe } from './fixtures/launch-web';
import { expect, test } from './fixtures/test';
import { openSection, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test('a page whose host ends says so, and is paired again with the next one', async ({
  workspace,
  browserOf,
}) => {
  needPeer(peers.chromium());
  const first = await startServe(workspace.env);
  const page = await (await browserOf()).newPage();
  await openPage(page, first.link);
  await openSection(page, 'Projects');
  await first.serve.end('SIGKILL');
  await expect(page.getByText('The connection to Fedwright is lost.')).toBeVisible();
  await expect(title(page, 'Projects')).toBeVisible();

  const second = await startServe(workspace.env, new URL(first.origin).port);
  const pairing = page.getByRole('heading', { name: 'Pair this browser' });
  // The page tries by itself too, and may be ahead of the click.
  const clicked = page.getByRole('button', { name: 'Try now' }).click();
  await Promise.race([clicked, pairing.waitFor()]);
  clicked.catch(() => undefined);
  await expect(pairing).toBeVisible();
  await page.getByRole('textbox').fill(second.link ?? '');
  await page.getByRole('button', { name: 'Pair' }).click();
  await openSection(page, 'Kits');
  await page.close();
  await second.serve.end();
});

test('a port that is taken is refused, and the usual one gives way to the next', async ({
  workspace,
  cli,
}) => {
  const { serve, origin } = await startServe(workspace.env);
  const { code, stdout } = await cli.run(['serve', '--port', new URL(origin).port]);
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({ code: 'CONFLICT', hint: expect.stringContaining('--port') });
  await serve.end();
});
