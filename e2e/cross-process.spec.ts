import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { longProject, projectFile } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { openProject } from './pages/projects';
import { openSection, openTray, row, table } from './pages/shell';
import { needPeer, peers } from './servers/peers';

// Two processes on one data directory: this door, and the command line.
test.use({ ownProcesses: true });

test('what the command line makes appears in the page by itself', async ({ app: { page }, cli }) => {
  await openSection(page, 'Projects');
  await expect(page.getByText('No projects yet')).toBeVisible();
  await cli.call('projects.import', { text: projectFile({ name: 'from-outside', sites: ['site-1'] }) });
  await expect(row(table(page, 'Projects'), 'from-outside')).toBeVisible();
  await openProject(page, 'from-outside');
  await cli.call('settings.update', { theme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a task of the command line shows in the tray and is cancelled there', async ({
  app,
  cli,
  workspace,
}) => {
  needPeer(peers.nvflare());
  const { page } = app;
  const file = path.join(workspace.folder, 'long.yml');
  writeFileSync(file, longProject('long'));
  const command = cli.start(['provision', file, '--out', path.join(workspace.folder, 'kits')]);
  const ended = once(command.process, 'exit');
  await command.seen(/Run nvflare provision/);

  await expect(page.getByRole('button', { name: 'Tasks, 1 running' })).toBeVisible();
  const tray = await openTray(page);
  const task = tray.getByRole('listitem').filter({ hasText: 'Provision long' });
  await expect(task).toContainText('Running');
  await task.getByRole('button', { name: 'Cancel Provision long' }).click();
  await expect(task).toContainText('Cancelled');
  expect((await ended)[0]).not.toBe(0);
  await task.getByRole('link', { name: 'Log of Provision long' }).click();
  await expect(page.getByRole('log')).toContainText('Cancelled.');
});

test('a run that the page started is seen from the command line', async ({ app: { page }, cli }) => {
  needPeer(peers.nvflare());
  await cli.call('projects.import', { text: projectFile({ name: 'both', sites: ['site-1'] }) });
  await openProject(page, 'both');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expect(page.getByText(/3 kits ready/)).toBeVisible({ timeout: 60_000 });
  const kits = await cli.call<{ participant: string }[]>('kits.list');
  expect(kits.map(({ participant }) => participant).toSorted()).toEqual([
    'admin@example.org',
    'server1',
    'site-1',
  ]);
});
