import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { expectRun, openProject } from './pages/projects';
import { openSection } from './pages/shell';
import { startIndex } from './servers/package-index';
import { needPeer, peers } from './servers/peers';
import { findMarked } from './servers/processes';

// The first start of all: nothing is known of any Python yet.
test.use({ seasoned: false });

test('without NVFlare it is offered, and a cancelled installation leaves nothing', async ({
  launch,
  cli,
  workspace,
}) => {
  needPeer(peers.nvflare() ?? peers.venv());
  const [, ...others] = (workspace.env['PATH'] ?? '').split(path.delimiter);
  workspace.env['PATH'] = others.join(path.delimiter);
  using index = await startIndex();
  await cli.call('settings.update', { packageIndexUrl: index.url });
  const { page } = await launch();
  await expect(page.getByRole('heading', { name: 'Install NVFlare to provision projects' })).toBeVisible();

  await cli.call('projects.import', { text: projectFile({ name: 'too-early', sites: ['site-1'] }) });
  await openProject(page, 'too-early');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expectRun(page, 'Failed');
  await expect(page.getByRole('alert')).toContainText(/NVFlare/);

  await openSection(page, 'Overview');
  await page.getByRole('button', { name: /^Install NVFlare/ }).click();
  await expect(page.getByRole('main').getByText('Installing').first()).toBeVisible();
  await expect.poll(() => findMarked(workspace.mark, /pip/).length, { timeout: 30_000 }).toBeGreaterThan(0);
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: /^Install NVFlare/ })).toBeEnabled({ timeout: 20_000 });
  await expect.poll(() => findMarked(workspace.mark, /pip|python/)).toEqual([]);
  const environments = path.join(workspace.data, 'runtime');
  const left = existsSync(environments) ? readdirSync(environments) : [];
  expect(left.filter((name) => name.startsWith('nvflare-'))).toEqual([]);
});
