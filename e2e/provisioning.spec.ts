import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { longProject, projectFile } from './fixtures/project-files';
import { type Workspace, expect, test } from './fixtures/test';
import {
  askProvision,
  expectRun,
  openParticipant,
  openProject,
  openTab,
  provision,
  saveProject,
} from './pages/projects';
import { row, table } from './pages/shell';
import { findMarked, processesMarked } from './servers/processes';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => needPeer(peers.nvflare()));

const small = projectFile({ name: 'small', sites: ['site-1', 'site-2'] });

/** Starts a run that takes long and waits until the real nvflare is at work. */
async function startLongRun(page: Page, workspace: Workspace): Promise<void> {
  await openProject(page, 'long');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible();
  await expect.poll(() => findMarked(workspace.mark, /run_nvflare|nvflare/).length).toBeGreaterThan(0);
}

/** Files of runs below the data directory, staging included. */
function runFiles({ data }: Workspace): string[] {
  const projects = path.join(data, 'projects');
  const staging = path.join(data, 'staging');
  return [projects, staging]
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .filter((name) => /startup|cert\.json|project\.yml/.test(name));
}

test('cancelling ends every process and leaves nothing half-made', async ({ app, cli, workspace }) => {
  const { page } = app;
  await cli.call('projects.import', { text: longProject('long') });
  await startLongRun(page, workspace);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expectRun(page, 'Cancelled');
  await expect(page.getByText('This run was cancelled')).toBeVisible();
  await expect.poll(() => findMarked(workspace.mark, /python|nvflare/)).toEqual([]);
  await expect.poll(() => runFiles(workspace)).toEqual([]);
  await expect.poll(() => cli.call('kits.list', { all: true })).toEqual([]);
});

test('a second run says what changed and keeps the keys', async ({ app: { page }, cli }) => {
  await cli.call('projects.import', { text: small });
  await openProject(page, 'small');
  await provision(page);
  await expect(page.getByRole('log')).toContainText('NVFlare');
  const kits = table(page, 'Kits of the run');
  const fingerprint = await row(kits, 'site-1')
    .getByText(/([0-9A-F]{2}:){31}/)
    .textContent();

  await page.getByRole('button', { name: 'Open project' }).click();
  const inspector = await openParticipant(page, 'site-2');
  await inspector.getByLabel('Organisation').fill('other_org');
  await saveProject(page);
  const dialog = await askProvision(page);
  await dialog.getByRole('radio', { name: /^Everything/ }).check();
  await dialog.getByRole('checkbox', { name: 'Renew 1 certificate with it' }).uncheck();
  await dialog.getByRole('button', { name: 'Provision everything' }).click();
  await expectRun(page, 'Succeeded');
  await expect(page.getByRole('note').filter({ hasText: '1 certificate to renew' })).toContainText('site-2');
  await expect(row(table(page, 'Changes'), 'site-2')).toContainText('other_org');
  await expect(row(table(page, 'Kits of the run'), 'site-1')).toContainText(fingerprint ?? 'none');

  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'small, run 3' })).toBeVisible();
  await expectRun(page, 'Succeeded');
  await page.getByRole('button', { name: 'Open project' }).click();
  await openTab(page, 'Runs');
  await expect(table(page, 'Runs').getByRole('row')).toHaveCount(4);
});

test('problems lead to their field instead of to a run', async ({ app: { page }, cli }) => {
  await cli.call('projects.import', { text: small.replace('fed_learn_port: 8002', 'fed_learn_port: 70000') });
  await openProject(page, 'small');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expect(page.getByText('1 problem left to mend before provisioning.')).toBeVisible();
  const port = page.getByRole('complementary').getByLabel('Port for sites');
  await expect(port).toBeFocused();
  await expect(port).toHaveAttribute('aria-invalid', 'true');
});

test('a run that was interrupted says so and can be run again', async ({ launch, cli, workspace }) => {
  const first = await launch();
  await cli.call('projects.import', { text: longProject('long') });
  await startLongRun(first.page, workspace);
  await first.kill();
  await expect
    .poll(() => processesMarked(workspace.mark), { message: 'orphans of the app', timeout: 15_000 })
    .toEqual([]);

  const { page } = await launch();
  await openProject(page, 'long');
  await openTab(page, 'Runs');
  await expect(table(page, 'Runs').getByRole('row').nth(1)).toContainText('Interrupted');
  expect(runFiles(workspace)).toEqual([]);
  await table(page, 'Runs').getByRole('row').nth(1).click();
  await expectRun(page, 'Interrupted');
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel run' }).click();
  await expectRun(page, 'Cancelled');
});
