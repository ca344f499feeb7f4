import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import type { RunningApp } from './fixtures/running-app';
import { expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { addEngineHost } from './pages/machines';
import { openSection, row, table, textField, title } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';
import { needPeer, peers } from './servers/peers';
import { type Registry, registryLogin, startRegistry } from './servers/registry';
import { type Sshd, startSshd } from './servers/sshd';

// One engine, on a machine that is reached through SSH, and one registry for all of it.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
let registry: Registry;
let sshd: Sshd;
test.beforeAll(async () => {
  needPeer(peers.sshd());
  sshd = await startSshd();
  dockerd = await startDockerd();
  registry = await startRegistry({ login: true });
});
test.afterAll(async () => {
  await sshd?.end();
  await registry?.end();
  await dockerd?.end();
});

const dialog = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name });
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const confirmIn = (page: Page, name: string) =>
  page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name, exact: true })
    .click();

async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole('tab', { name }).click();
  await expect(title(page, name)).toBeVisible();
}

async function chooseTar(app: RunningApp, file: string): Promise<void> {
  await answerOpenDialog(app, file);
  await button(app.page, 'Load from tar').click();
  const where = dialog(app.page, 'Load images from a tar');
  await where.getByRole('button', { name: 'Choose file' }).click();
  if (app.electron) return;
  const picker = dialog(app.page, 'Choose a tar of images');
  await picker.getByText(path.basename(file), { exact: true }).click();
  await picker.getByRole('button', { name: 'Open' }).click();
}

test('images are pulled with a login, tagged, saved, removed and loaded; a dead host holds nobody up', async ({
  app,
  cli,
  workspace,
}) => {
  const { page } = app;
  const reference = registry.push(dockerd, testImage, 'team/site:1');
  const hostId = await addEngineHost(cli, sshd, 'north', dockerd.socket);
  await cli.call('hosts.create', {
    ...{ name: 'dead', kind: 'local', address: '', username: '', dockerSocket: '/nowhere.sock' },
  });
  await openSection(page, 'Containers');
  await openTab(page, 'Images');
  const list = table(page, 'Images');
  await expect(row(list, testImage)).toContainText('Unused');
  await expect(page.getByText('No answer')).toBeVisible();

  await button(page, 'Pull').click();
  await dialog(page, 'Pull an image').getByRole('button', { name: 'Logins for registries' }).click();
  const logins = dialog(page, 'Logins for registries');
  await textField(logins, 'Registry').fill(registry.name);
  await textField(logins, 'User name').fill(registryLogin.username);
  await logins.getByLabel(/^Password or token/).fill(registryLogin.password);
  await logins.getByRole('button', { name: 'Save login' }).click();
  await expect(logins.getByRole('list', { name: 'Logins' })).toContainText(registry.name);
  expect(await seriousInBothThemes(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await button(page, 'Pull').click();
  const pull = dialog(page, 'Pull an image');
  await textField(pull, 'Image').fill(reference);
  await expect(pull).toContainText(`as ${registryLogin.username}`);
  await expect(pull.getByRole('checkbox', { name: 'north' })).toBeChecked();
  await expect(pull.getByRole('checkbox', { name: 'dead' })).not.toBeChecked();
  await pull.getByRole('button', { name: 'Pull', exact: true }).click();
  // The same image as the one that is there, by one more name.
  await expect(page.getByRole('gridcell', { name: '+1' })).toBeVisible({ timeout: 30_000 });

  await list.getByRole('gridcell', { name: '+1' }).click();
  await expect(inspector(page).getByRole('region', { name: 'Layers' })).toBeVisible();
  await expect(inspector(page)).toContainText(reference);
  await inspector(page).getByRole('button', { name: 'Add tag' }).click();
  await textField(dialog(page, /^Add a tag/), 'Tag').fill('spare:2');
  await dialog(page, /^Add a tag/)
    .getByRole('button', { name: 'Add tag' })
    .click();
  await expect(inspector(page)).toContainText('spare:2');
  await inspector(page)
    .getByRole('button', { name: `Take away ${reference}` })
    .click();
  await expect(inspector(page)).not.toContainText(reference);
  expect(await seriousInBothThemes(page)).toEqual([]);

  const tar = path.join(workspace.home, 'site.tar');
  await saveTo(app, tar, () => inspector(page).getByRole('button', { name: 'Save as tar' }).click());
  await expect.poll(() => statSync(tar).size, { timeout: 30_000 }).toBeGreaterThan(1_000_000);
  expect(existsSync(`${tar}.part`)).toBe(false);

  await inspector(page).getByRole('button', { name: 'Remove' }).click();
  await confirmIn(page, 'Remove');
  await expect.poll(() => dockerd.docker('images', '-q')).toBe('');
  await expect(row(list, testImage)).toHaveCount(0);
  await chooseTar(app, tar);
  await expect(row(list, testImage)).toBeVisible({ timeout: 30_000 });
  expect(dockerd.docker('images', '--format', '{{.Repository}}:{{.Tag}}').split('\n').toSorted()).toEqual([
    ...[testImage, 'spare:2'],
  ]);

  // Without the login, the registry refuses: told at the other door.
  await cli.call('registries.remove', { registry: registry.name });
  await expect(cli.call('images.pull', { hostId, reference })).rejects.toThrow('The registry wants a login.');
});

test('volumes and networks are made and removed; a clean-up removes what was chosen', async ({
  app,
  cli,
}) => {
  const { page } = app;
  const run = (...args: string[]) => dockerd.docker('run', '--network', 'none', ...args);
  run('--name', 'old', testImage, 'sh', '-c', 'head -c 300000 /dev/zero > /x');
  run(
    '-d',
    '--name',
    'server',
    '--label',
    'fedwright.kit=k',
    '-v',
    'rounds:/data',
    testImage,
    'sleep',
    '600',
  );
  dockerd.docker('create', '--network', 'none', '--name', 'site', '--label', 'fedwright.kit=k', testImage);
  dockerd.docker('tag', testImage, 'unused:1');
  await addEngineHost(cli, sshd, 'north', dockerd.socket);
  await openSection(page, 'Containers');
  await openTab(page, 'Volumes');
  await expect(row(table(page, 'Volumes'), 'rounds')).toContainText('server');
  await button(page, 'New volume').click();
  const volume = dialog(page, 'New volume');
  await textField(volume, 'Name').fill('models');
  await textField(volume, 'Labels').fill('team=ct');
  await volume.getByRole('button', { name: 'Make volume' }).click();
  await row(table(page, 'Volumes'), 'models').click();
  await expect(inspector(page).getByRole('region', { name: 'Labels' })).toContainText('ct');
  expect(await seriousInBothThemes(page)).toEqual([]);

  await openTab(page, 'Networks');
  await button(page, 'New network').click();
  const network = dialog(page, 'New network');
  await textField(network, 'Name').fill('sites');
  await textField(network, 'Subnet').fill('10.233.9.0/24');
  await network.getByRole('checkbox', { name: 'Internal' }).check();
  await network.getByRole('button', { name: 'Make network' }).click();
  await row(table(page, 'Networks'), 'sites').click();
  await expect(inspector(page)).toContainText('10.233.9.0/24');
  expect(await seriousInBothThemes(page)).toEqual([]);
  await inspector(page).getByRole('button', { name: 'Remove' }).click();
  await confirmIn(page, 'Remove');
  await expect(row(table(page, 'Networks'), 'sites')).toHaveCount(0);

  await openTab(page, 'Clean up');
  await page.getByRole('combobox', { name: 'Volumes' }).click();
  await page.getByRole('option', { name: 'All that are unused' }).click();
  await button(page, 'Make a plan').click();
  const plan = table(page, 'Plan');
  await expect(row(plan, 'old')).toContainText('kB');
  await expect(row(plan, 'models')).toBeVisible();
  await expect(page.getByText('Kept: 1 container')).toBeVisible();
  await expect(plan).not.toContainText('rounds');
  expect(await seriousInBothThemes(page)).toEqual([]);
  await row(plan, 'old').getByRole('checkbox').click();
  await page.getByRole('button', { name: /^Remove, / }).click();
  await confirmIn(page, 'Remove');
  const report = table(page, 'Report');
  await expect(row(report, 'old')).toContainText('Removed', { timeout: 30_000 });
  expect(dockerd.docker('ps', '-a', '--format', '{{.Names}}').split('\n').toSorted()).toEqual([
    'server',
    'site',
  ]);
  expect(dockerd.docker('volume', 'ls', '-q').split('\n').toSorted()).toEqual(['models', 'rounds']);
  const { rows } = await cli.call<{ rows: { action: string }[] }>('audit.list', { limit: 50 });
  for (const action of ['volumes.create', 'networks.create', 'networks.remove', 'cleanUp.run'])
    expect(rows.map((each) => each.action)).toContain(action);
});
