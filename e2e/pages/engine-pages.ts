import { type Page, expect } from '@playwright/test';
import type { EngineIds } from './engine-sample';
import type { Visit } from './every-page';
import { inspector } from './hosts';
import { row, table, textField, title } from './shell';

/** The pages of Docker engines, of one that is at work and of hosts that are nowhere. */
export async function visitEnginePages(
  page: Page,
  { engineHostId, containerId }: EngineIds,
  visit: Visit,
): Promise<void> {
  const heading = (name: string) => () => expect(title(page, name)).toBeVisible();
  await visit('containers', '/containers', async () => {
    await expect(page.getByText('gate').first()).toBeVisible();
    // Only what was asked of each container says so, and what it uses.
    await expect(row(table(page, 'Containers'), 'thorax-east')).toContainText('Not started');
  });
  const open = async (name: string) => {
    await row(table(page, 'Containers'), name).click();
    await expect(inspector(page).getByRole('heading', { name })).toBeVisible();
  };
  await visit('container', `/containers?host=${engineHostId}`, async () => {
    await open('thorax-north');
    await expect(inspector(page)).toContainText(/[kM]B of 268 MB/);
  });
  await visit('container-log', `/containers?host=${engineHostId}`, async () => {
    await inspector(page).getByRole('button', { name: 'Logs' }).click();
    await expect(page.getByRole('log')).toContainText('round 3');
  });
  await page.keyboard.press('Escape');
  await visit('container-repair', `/containers?host=${engineHostId}`, async () => {
    await open('thorax-east');
    await inspector(page).getByRole('button', { name: 'Repair' }).click();
    await expect(page.getByRole('checkbox', { name: /^Without the device/ })).toBeChecked();
  });
  await page.keyboard.press('Escape');
  await visit('container-files', `/containers/${engineHostId}/${containerId}/files`, () =>
    expect(row(table(page, 'Files'), 'models')).toBeVisible(),
  );
  await visit('host-ports', `/hosts/${engineHostId}/ports`, async () => {
    await page.getByRole('searchbox').fill('thorax');
    await expect(row(table(page, 'Taken ports'), 'Server of thorax-ct')).toBeVisible();
  });
  await visit('images', '/containers/images', async () => {
    await heading('Images')();
    await expect(page.getByText('gate').first()).toBeVisible();
  });
  await visit('pull-image', '/containers/images', async () => {
    await page.getByRole('button', { name: 'Pull', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Pull an image' })).toBeVisible();
  });
  await visit('volumes', '/containers/volumes', heading('Volumes'));
  await visit('networks', '/containers/networks', heading('Networks'));
  await visit('clean-up', '/containers/clean-up', async () => {
    await page.getByRole('button', { name: 'Make a plan' }).click();
    // The hosts of the sample are nowhere: each says so by itself.
    await expect(page.getByText('No answer').first()).toBeVisible();
  });
  await visit('new-container', '/containers/new', () => expect(title(page, 'New container')).toBeVisible());
  await visit('container-secrets', '/containers/secrets', async () => {
    await page.getByRole('button', { name: 'Keep a secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'Keep a secret' });
    await textField(dialog, 'Name').fill('registry-login');
    await dialog.getByLabel('Value').fill('a-value-nobody-guesses');
    await dialog.getByRole('button', { name: 'Keep', exact: true }).click();
    await expect(row(table(page, 'Secrets'), 'registry-login')).toBeVisible();
  });
}
