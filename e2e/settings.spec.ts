import { answerOpenDialog } from './fixtures/dialogs';
import { passwordAccount } from './fixtures/password-account';
import { filesWith } from './fixtures/leaks';
import { expect, test } from './fixtures/test';
import { openSection } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test('the theme is switched, remembered, and follows a change from elsewhere', async ({ launch, cli }) => {
  const first = await launch();
  await openSection(first.page, 'Settings');
  const root = first.page.locator('html');
  await first.page.getByRole('radio', { name: 'Dark' }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await first.close();

  const second = await launch();
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await cli.call('settings.update', { theme: 'light' });
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('the password of the package index is in the keychain and nowhere else', async ({
  launch,
  keychain,
  workspace,
}) => {
  needPeer(peers.keyring());
  const canary = 'canary-q7x-3fz-password';
  const first = await launch();
  const { page } = first;
  await openSection(page, 'Settings');
  await page.getByLabel('Address').fill('https://index.example.org/simple');
  await page.getByLabel('User name').fill('hospital');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('The package index is saved')).toBeVisible();

  await page.getByLabel('Password').fill(canary);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText(/One is set\. Kept in the keychain/)).toBeVisible();
  expect(keychain?.lookup(passwordAccount(workspace.data))).toBe(canary);
  await first.close();
  expect(filesWith(workspace.folder, canary)).toEqual([]);

  const second = await launch();
  await openSection(second.page, 'Settings');
  await expect(second.page.getByLabel('Address')).toHaveValue('https://index.example.org/simple');
  await expect(second.page.getByText(/One is set/)).toBeVisible();
  await second.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(second.page.getByText(/One is set/)).toBeHidden();
  expect(keychain?.lookup(passwordAccount(workspace.data))).toBeNull();
});

test.describe('with no start before', () => {
  // What the Pythons of a machine are is found out here.
  test.use({ seasoned: false });

  test('the NVFlare in use is named, and looking again finds it again', async ({ app: { page } }) => {
    needPeer(peers.nvflare());
    await openSection(page, 'Settings');
    const found = page.getByRole('list', { name: 'Pythons that were found' });
    await expect(found.getByRole('listitem').filter({ hasText: 'In use' })).toContainText(
      /NVFlare \d+\.\d+\.\d+/,
    );
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(found.getByText('In use')).toBeVisible();
  });
});

test('another data directory is chosen for the next start', async ({ app, workspace }) => {
  const { page, electron } = app;
  await openSection(page, 'Settings');
  await answerOpenDialog({ electron }, workspace.home);
  await page.getByRole('button', { name: 'Choose another' }).click();
  // A browser has no dialog of the system: it begins at the home directory and takes that.
  if (!electron) await page.getByRole('button', { name: 'Choose this folder' }).click();
  await expect(page.getByText('Another directory is used from the next start on')).toBeVisible();
  await expect(page.getByText(workspace.home, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Use the default instead' }).click();
  await expect(page.getByText('Another directory is used from the next start on')).toBeHidden();
});
