import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { projectFile, siteNames } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { openKit } from './pages/kits';
import { openSection, row, title } from './pages/shell';
import { seriousInBothThemes } from './pages/axe';
import { freePort } from './servers/free-port';
import { needPeer, peers } from './servers/peers';
import { processesIn, processesMarked } from './servers/processes';

test.beforeEach(() => needPeer(peers.nvflare()));

const check = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: 'Checks' })
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) });

const keysIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.key'));

test('a federation is tried on this machine, its connection is checked, and nothing of it stays', async ({
  launch,
  cli,
  workspace,
}) => {
  test.setTimeout(240_000);
  const app = await launch();
  const { page, data } = app;
  const text = projectFile({ name: 'trial', sites: siteNames(2), port: await freePort(), local: true });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('provisioning.start', { projectId: summary.id });

  // Before it runs, the way to the server ends at its port.
  const inspector = await openKit(page, 'site-1');
  await inspector.getByRole('button', { name: 'Check the connection' }).click();
  await expect(check(page, 'Way to the port')).toContainText('nothing listens on that port');
  await expect(page.getByText('1 thing wrong')).toBeVisible();
  await expect(check(page, 'NVFlare')).toContainText('OK');
  expect(await seriousInBothThemes(page)).toEqual([]);

  await openKit(page, 'site-1');
  await inspector.getByRole('button', { name: 'Try the project here' }).click();
  const dialog = page.getByRole('dialog', { name: 'Try a project here' });
  await expect(dialog).toContainText('they run as they are');
  await expect(dialog.getByRole('checkbox', { name: 'site-2' })).toBeChecked();
  expect(await seriousInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(title(page, 'Local federations')).toBeVisible();
  const participants = page.getByRole('grid', { name: /^Participants of trial/ });
  for (const name of ['server1', 'site-1', 'site-2'])
    await expect(row(participants, name)).toContainText('Running', { timeout: 90_000 });
  await expect(row(participants, 'server1')).toContainText('MB');

  await row(participants, 'site-1').click();
  const log = page.getByRole('log', { name: 'Log of site-1' });
  await expect(log).toContainText('Successfully registered client');
  expect(await seriousInBothThemes(page)).toEqual([]);
  await page.getByRole('complementary').getByRole('button', { name: 'Stop' }).click();
  await expect(row(participants, 'site-1')).toContainText('Stopped');
  await expect(page.getByText('2 of 3 running')).toBeVisible();
  await page.getByRole('complementary').getByRole('button', { name: 'Start' }).click();
  await expect(row(participants, 'site-1')).toContainText('Running', { timeout: 60_000 });

  // From the running federation the same check finds everything right.
  await page.getByRole('complementary').getByRole('button', { name: 'Check the connection' }).click();
  await expect(page.getByText('Everything fits')).toBeVisible({ timeout: 30_000 });
  await expect(check(page, 'Taken by the server')).toContainText('OK');

  await openSection(page, 'Local federations');
  await page.getByRole('button', { name: 'Stop the federation trial' }).click();
  await expect(page.getByRole('button', { name: 'Start the federation trial' })).toBeVisible({
    timeout: 30_000,
  });
  const folder = path.join(data, 'local-federations');
  expect(processesIn(folder)).toEqual([]);
  expect(keysIn(folder)).toEqual([]);

  // Killed while it runs: the processes go with the app, and the next start removes the rest.
  await page.getByRole('button', { name: 'Start the federation trial' }).click();
  await expect(row(participants, 'server1')).toContainText('Running', { timeout: 90_000 });
  await app.kill();
  await expect.poll(() => processesMarked(workspace.mark), { timeout: 20_000 }).toEqual([]);
  const again = await launch();
  await openSection(again.page, 'Local federations');
  await expect(again.page.getByRole('heading', { name: 'No federation runs here' })).toBeVisible();
  expect(keysIn(folder)).toEqual([]);
});
