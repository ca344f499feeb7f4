import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesInClear } from '../main/vault/test-secrets-on-disk';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import type { RunningApp } from './fixtures/running-app';
import { expect, test } from './fixtures/test';
import { provisionSample } from './pages/every-page';
import { openProject, openTab, provision, provisionAgain } from './pages/projects';
import { openSection } from './pages/shell';
import { startKeyring } from './servers/keyring';
import { needPeer, peers } from './servers/peers';

/** Chooses a file of the home directory in the dialog for a CA. */
async function chooseFile(app: RunningApp, file: string): Promise<void> {
  await answerOpenDialog(app, file);
  await app.page.getByRole('button', { name: 'Choose file' }).click();
  if (app.electron) return;
  const picker = app.page.getByRole('dialog', { name: 'Choose a CA file' });
  await picker.getByText(path.basename(file), { exact: true }).click();
  await picker.getByRole('button', { name: 'Open' }).click();
}

test('the CA is sealed, and goes to another machine behind a passphrase', async ({
  launch,
  cli,
  workspace,
}) => {
  test.setTimeout(180_000);
  needPeer(peers.nvflare() ?? peers.keyring());
  const { projectId } = await provisionSample(cli, 'trial');
  expect(filesInClear(workspace.data)).toEqual([]);
  const first = await launch();
  await openProject(first.page, 'trial');
  await openTab(first.page, 'CA');
  await expect(first.page.getByText('Sealed', { exact: true })).toBeVisible();
  await expect(first.page.getByText('CN=trial')).toBeVisible();
  const file = path.join(workspace.home, 'trial.fedwright-ca');
  await first.page.getByRole('button', { name: 'Export the CA' }).click();
  const form = first.page.getByRole('dialog', { name: 'Export the CA' });
  await expect(form.getByText(/speak for every site/)).toBeVisible();
  await saveTo(first, file, () => form.getByRole('button', { name: 'Export' }).click());
  const shown = first.page.getByRole('dialog', { name: 'The CA is exported' });
  const passphrase = (await shown.getByLabel('Passphrase').textContent()) ?? '';
  await shown.getByRole('button', { name: 'Copy' }).click();
  await shown.getByRole('button', { name: 'Done' }).click();
  expect(readFileSync(file, 'latin1')).not.toContain('PRIVATE KEY');
  const trail = await cli.call<{ rows: unknown[] }>('audit.list', { limit: 20 });
  expect(trail.rows).toContainEqual(
    expect.objectContaining({ action: 'ca.export', subject: projectId, result: 'ok' }),
  );
  await first.close();

  const elsewhere = path.join(workspace.folder, 'elsewhere');
  const second = await launch({ FEDWRIGHT_DATA: elsewhere });
  const { page } = second;
  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'Import CA' }).click();
  await chooseFile(second, file);
  const dialog = page.getByRole('dialog', { name: 'Import a CA' });
  await dialog.getByLabel('Passphrase').fill('a wrong passphrase');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText('The passphrase does not open this CA file.')).toBeVisible();
  await dialog.getByLabel('Passphrase').fill(passphrase);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const confirm = page.getByRole('dialog', { name: 'Import the CA of trial' });
  await expect(confirm.getByText('CN=trial')).toBeVisible();
  await confirm.getByRole('button', { name: 'Import the CA' }).click();
  await expect(page.getByText('Sealed', { exact: true })).toBeVisible();
  await openTab(page, 'Runs');
  await expect(page.getByText('CA imported')).toBeVisible();
  expect(filesInClear(elsewhere)).toEqual([]);
  const at = (name: string, input: unknown) =>
    cli.answer(['--data', elsewhere, 'call', name, JSON.stringify(input)]);
  const there = JSON.parse((await at('projects.list', {})).stdout) as { projects: { id: string }[] };
  const copy = there.projects[0]?.id ?? '';
  expect((await at('provisioning.start', { projectId: copy })).code).toBe(0);
  const fingerprint = (text: string) =>
    (JSON.parse(text) as { ca: { fingerprint256: string } }).ca.fingerprint256;
  const here = await cli.call<{ ca: { fingerprint256: string } }>('ca.get', { projectId });
  expect(fingerprint((await at('ca.get', { projectId: copy })).stdout)).toBe(here.ca.fingerprint256);
  const typed = await at('ca.import', { grantId: file, passphrase });
  expect(typed.code).toBe(2);
  expect(typed.stdout).toContain('standard input only');
});

test('with a locked keychain nothing is made, and it goes on once it is open', async ({ launch }) => {
  test.setTimeout(180_000);
  needPeer(peers.nvflare() ?? peers.keyring());
  const keyring = await startKeyring();
  try {
    const { page } = await launch(keyring.env);
    await openSection(page, 'Projects');
    await page.getByRole('button', { name: 'New project' }).click();
    const dialog = page.getByRole('dialog', { name: 'New project' });
    await dialog.getByLabel('Name', { exact: false }).first().fill('trial');
    await dialog.getByRole('radio', { name: /two hospitals/i }).check();
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await provision(page);
    await keyring.lock();
    await openProject(page, 'trial');
    await openTab(page, 'CA');
    await expect(page.getByText(/the keychain that has their key is locked/)).toBeVisible({
      timeout: 20_000,
    });
    await provisionAgain(page, 'Failed');
    await expect(page.getByText(/keychain that has their key is locked/).first()).toBeVisible();
    await keyring.unlock();
    await openProject(page, 'trial');
    await openTab(page, 'CA');
    await expect(async () => {
      await page.getByRole('button', { name: 'Try again' }).click({ timeout: 2000 });
      await expect(page.getByText('Sealed', { exact: true })).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 40_000 });
    await provisionAgain(page);
  } finally {
    await keyring.end();
  }
});

test.describe('before any start', () => {
  test.use({ seasoned: false });

  test('a command seals what lies in clear from before, and says so to nobody but the tasks', async ({
    cli,
    workspace,
  }) => {
    needPeer(peers.keyring());
    const folder = path.join(workspace.data, 'distributed', 'ca', 'one');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path.join(folder, 'rootCA.key'), 'a PRIVATE KEY of before', { mode: 0o600 });
    expect(filesInClear(workspace.data)).toHaveLength(1);
    await cli.call('projects.list', {});
    expect(filesInClear(workspace.data)).toEqual([]);
    const seals = async () =>
      (await cli.call<{ kind: string; state: string }[]>('tasks.list', {})).filter(
        ({ kind }) => kind === 'vault.seal',
      );
    expect(await seals()).toMatchObject([{ state: 'succeeded' }]);
    expect(await seals()).toHaveLength(1);
  });
});
