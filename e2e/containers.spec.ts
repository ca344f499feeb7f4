import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import type { CommandLine } from './fixtures/command-line';
import { saveDownload } from './fixtures/downloads';
import { expect, test } from './fixtures/test';
import { openSection, row, table } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';
import { needPeer, peers } from './servers/peers';
import { type Sshd, startSshd } from './servers/sshd';

let dockerd: Dockerd;
let sshd: Sshd;
test.beforeAll(async () => {
  dockerd = await startDockerd();
  sshd = await startSshd();
});
test.afterAll(async () => {
  await sshd?.end();
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

/** A host behind the test's sshd, with the same engine. */
async function addRemote(cli: CommandLine, name: string): Promise<void> {
  const { id } = await cli.call<{ id: string }>('hosts.create', {
    ...{ name, kind: 'ssh', address: sshd.address, port: sshd.port, username: sshd.username, auth: 'key' },
    ...{ dockerSocket: dockerd.socket, keyGrantId: sshd.keyFile },
  });
  await cli.call('hosts.trustKey', { hostId: id, fingerprint256: sshd.fingerprint256 });
}

const board = (page: Page) => table(page, 'Containers');
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const note = (page: Page, text: string | RegExp) => page.getByText(text).first();

async function chooseMore(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name }).click();
}

test('one page shows here and there, and a host that is dead holds up neither', async ({
  app: { page },
  cli,
}) => {
  run('trainer', '--memory', '64m', '--cpus', '0.5', testImage, 'sh', '-c', 'while :; do :; done');
  await openSection(page, 'Containers');
  await expect(page.getByRole('heading', { name: 'No hosts yet' })).toBeVisible();
  await addLocal(cli, 'here', dockerd.socket);
  await addLocal(cli, 'dead', '/nowhere/docker.sock');
  await addRemote(cli, 'north');
  await expect(row(board(page), 'trainer')).toHaveCount(2);
  const hosts = page.getByRole('list', { name: 'Hosts' }).getByRole('listitem');
  await expect(hosts.filter({ hasText: 'north' })).toContainText('1 container');
  await expect(hosts.filter({ hasText: 'dead' })).toContainText('No answer');
  await expect(page.getByText('/nowhere/docker.sock cannot be reached.')).toBeVisible();
  await expect(row(board(page), 'north')).toContainText(/\d %? of 0.5 cores/);
  await expect(row(board(page), 'north')).toContainText(/B of 67 MB/);

  await page.getByRole('combobox', { name: 'Host' }).click();
  await page.getByRole('option', { name: 'north' }).click();
  await expect(row(board(page), 'trainer')).toHaveCount(1);
  await expect(hosts).toHaveCount(1);
});

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

test('the details hide secrets, and limits change while it runs', async ({ app: { page }, cli }) => {
  const id = run(
    'site',
    '-e',
    'API_TOKEN=very-private',
    '-e',
    'ROUNDS=5',
    '--memory',
    '64m',
    testImage,
    'sleep',
    '900',
  );
  await addRemote(cli, 'north');
  await openSection(page, 'Containers');
  await row(board(page), 'site').click();
  const environment = inspector(page).getByRole('region', { name: 'Environment' });
  await expect(environment).toContainText('ROUNDS5');
  await expect(environment).toContainText('API_TOKENHidden');
  await inspector(page).getByText('What the engine says, as JSON').click();
  await expect(inspector(page).getByLabel('JSON', { exact: true })).toContainText(id);
  await expect(page.getByText('very-private')).toHaveCount(0);

  await inspector(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Change limits' }).click();
  const dialog = page.getByRole('dialog', { name: 'Limits of "site"' });
  await dialog.getByRole('textbox', { name: 'CPU' }).fill('9999');
  await expect(dialog.getByText(/^The host has \d+ cores\.$/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'CPU' }).fill('0.5');
  await dialog.getByRole('textbox', { name: 'Memory' }).fill('100');
  await dialog.getByRole('button', { name: 'Change limits' }).click();
  await expect(note(page, 'Changed the limits of "site"')).toBeVisible();
  expect(dockerd.docker('inspect', '-f', '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}', id)).toBe(
    '100000000 500000000',
  );
  await inspector(page).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('site-2');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await expect(row(board(page), 'site-2')).toBeVisible();
});

test('logs of two containers are merged, followed, searched and saved', async ({
  app: { page },
  cli,
  workspace,
}) => {
  for (const name of ['alpha', 'beta'])
    run(
      name,
      testImage,
      'sh',
      '-c',
      `echo ${name} first; while [ ! -e /go ]; do sleep 0.1; done; printf '${name} \\000 last\\n'; sleep 900`,
    );
  await addRemote(cli, 'north');
  await openSection(page, 'Containers');
  await expect(row(board(page), 'beta')).toContainText('Running');
  await page.getByRole('checkbox', { name: /all/i }).click();
  await page.getByRole('button', { name: 'Logs' }).click();
  const log = page.getByRole('log', { name: 'Container log' });
  await expect(log).toContainText('alpha | alpha first');
  await expect(log).toContainText('beta | beta first');
  dockerd.docker('exec', 'alpha', 'touch', '/go');
  await expect(log).toContainText('alpha | alpha \ufffd last');
  await page
    .getByRole('textbox', { name: 'Find in container log' })
    .or(page.getByRole('searchbox'))
    .last()
    .fill('first');
  await expect(page.getByText('1 of 2')).toBeVisible();
  const file = await saveDownload(page, workspace, () =>
    page.getByRole('button', { name: 'Save the log' }).click(),
  );
  expect(readFileSync(file, 'utf8')).toContain('beta | beta first');
});

test('200 containers are listed, and the engine may go and come back', async ({ app: { page }, cli }) => {
  test.slow();
  dockerd.docker('container', 'prune', '-f');
  for (let n = 0; n < 200; n += 1) dockerd.docker('create', '--name', `c${n}`, testImage);
  await addLocal(cli, 'here', dockerd.socket);
  await openSection(page, 'Containers');
  const hosts = page.getByRole('list', { name: 'Hosts' });
  await expect(hosts).toContainText('200 containers');
  await dockerd.kill();
  await expect(hosts).toContainText('No answer');
  await expect(row(board(page), 'c1')).toBeVisible();
  await dockerd.start();
  await expect(hosts).toContainText('200 containers');
});
