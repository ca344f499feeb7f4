import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { expect, test } from './fixtures/test';
import { openSection, row, table } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';

// One engine for all of them.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
test.beforeAll(async () => {
  dockerd = await startDockerd();
});
test.afterAll(async () => {
  await dockerd?.end();
});
test.afterEach(() => {
  const left = dockerd.docker('ps', '-aq').split('\n').filter(Boolean);
  if (left.length > 0) dockerd.docker('rm', '-f', ...left);
});

const run = (name: string, ...args: string[]) =>
  dockerd.docker('run', '-d', '--network', 'none', '--name', name, ...args);

const addLocal = (cli: CommandLine, name: string, dockerSocket: string) =>
  cli.call<{ id: string }>('hosts.create', { name, kind: 'local', address: '', username: '', dockerSocket });

const board = (page: Page) => table(page, 'Containers');
const note = (page: Page, text: string | RegExp) => page.getByText(text).first();

async function chooseMore(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name }).click();
}

test('several are stopped at once, and each answers for itself', async ({ app: { page }, cli }) => {
  for (const name of ['one', 'two'])
    run(name, testImage, 'sh', '-c', 'trap exit TERM; while :; do sleep 0.1; done');
  await addLocal(cli, 'here', dockerd.socket);
  await openSection(page, 'Containers');
  await expect(row(board(page), 'one')).toContainText('Running');
  await page.getByRole('checkbox', { name: /all/i }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(note(page, 'Stopped 2 containers')).toBeVisible();
  await expect(row(board(page), 'two')).toContainText('Stopped');

  // It goes away behind the back of the page.
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(row(board(page), 'two')).toContainText('Running');
  await chooseMore(page, 'Remove');
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'));
  await expect(question).toContainText('"one", "two"');
  await expect(question).toContainText('2 containers of these run and will be killed first');
  dockerd.docker('rm', '-f', 'one');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(note(page, 'Removed')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No containers' })).toBeVisible();
  expect(dockerd.docker('ps', '-aq')).toBe('');
  const { rows } = await cli.call<{ rows: { action: string }[] }>('audit.list', { limit: 20 });
  expect(rows.filter(({ action }) => action === 'containers.remove').length).toBe(2);
});
