import { type Page, expect } from '@playwright/test';
import type { EngineIds } from './engine-sample';
import type { Visit } from './every-page';
import { inspector } from './hosts';
import { row, table, textField, title } from './shell';

/** The pages of Docker engines: of one that is at work, and of the host `nowhere` if there is one. */
export async function visitEnginePages(
  page: Page,
  { engineHostId, containerId }: EngineIds,
  visit: Visit,
  nowhere: string | null,
): Promise<void> {
  const heading = (name: string) => () => expect(title(page, name)).toBeVisible();
  await visit('containers', '/containers', async () => {
    if (nowhere !== null) await expect(page.getByText(nowhere).first()).toBeVisible();
    // Only what was asked of each container says so, and what it uses.
    await expect(row(table(page, 'Containers'), 'thorax-east')).toContainText('Not started');
    await expect(row(table(page, 'Containers'), 'thorax-north')).toContainText('% of 0.5 cores');
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
    await expect(page.getByRole('checkbox', { name: /^Leave out device/ })).toBeChecked();
  });
  await page.keyboard.press('Escape');
  await visit('container-files', `/containers/${engineHostId}/${containerId}/files`, () =>
    expect(row(table(page, 'Files'), 'models')).toBeVisible(),
  );
  await visit('host-ports', `/hosts/${engineHostId}/ports`, async () => {
    await heading('Ports of ward-7')();
    await expect(row(table(page, 'Taken ports'), 'Server of thorax-ct')).toBeVisible();
  });
  await visit('images', '/containers/images', async () => {
    await heading('Images')();
    if (nowhere !== null) await expect(page.getByText(nowhere).first()).toBeVisible();
    await expect(page.getByText('thorax-site:14').first()).toBeVisible();
  });
  await visit('pull-image', '/containers/images', async () => {
    await page.getByRole('button', { name: 'Pull', exact: true }).click();
    await expect(page.getByRole('dialog', { name: 'Pull an image' })).toBeVisible();
  });
  await visit('volumes', '/containers/volumes', async () => {
    await heading('Volumes')();
    await expect(page.getByText('thorax-models').first()).toBeVisible();
  });
  await visit('networks', '/containers/networks', async () => {
    await heading('Networks')();
    await expect(page.getByText('10.20.0.0/24').first()).toBeVisible();
  });
  await visit('clean-up', '/containers/clean-up', async () => {
    await page.getByRole('button', { name: 'Make a plan' }).click();
    if (nowhere !== null) await expect(page.getByText('No answer').first()).toBeVisible();
    await expect(row(table(page, 'Plan'), 'prepare')).toBeVisible();
  });
  await visit('new-container', '/containers/new', () =>
    expect(page.getByText(/images? on the hosts/)).toBeVisible(),
  );
  await visit('container-secrets', '/containers/secrets', async () => {
    await page.getByRole('button', { name: 'Add secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add secret' });
    await textField(dialog, 'Name').fill('registry-login');
    await dialog.getByLabel('Value').fill('a-value-nobody-guesses');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(row(table(page, 'Secrets'), 'registry-login')).toBeVisible();
  });
}
