import { answerOpenDialog } from './fixtures/dialogs';
import { type RunningApp, expect, test } from './fixtures/test';
import { seriousFindings } from './pages/axe';
import { provisionSample } from './pages/every-page';
import { openProject, openTab, provisionAgain } from './pages/projects';
import { openSection } from './pages/shell';
import { addOwnEnvironment } from './servers/movable-python';
import { needPeer, peers } from './servers/peers';

// What the Pythons of a machine are is found out here, and not known from a start before.
test.use({ seasoned: false });

/** Chooses the home directory, by the system's dialog or by the page's own. */
async function chooseHome({ electron, page }: RunningApp, home: string, button: string): Promise<void> {
  await answerOpenDialog({ electron }, home);
  await page.getByRole('button', { name: button, exact: true }).click();
  if (!electron) await page.getByRole('button', { name: 'Choose this folder' }).click();
}

test('a project goes to another NVFlare, is told that it is not there, and goes back', async ({
  launch,
  cli,
}) => {
  test.setTimeout(120_000);
  needPeer(peers.nvflare());
  const { projectId } = await provisionSample(cli, 'stroke');
  const { lastGood } = await cli.call<{ lastGood: string }>('runtime.forProject', { projectId });
  await cli.call('runtime.chooseForProject', { projectId, version: '2.8.99' });
  const { page } = await launch();
  await openProject(page, 'stroke');
  await provisionAgain(page, 'Failed');
  await expect(page.getByRole('alert')).toContainText('NVFlare 2.8.99, which is not installed');

  await openProject(page, 'stroke');
  await openTab(page, 'Project');
  await expect(page.getByText('NVFlare 2.8.99 is not installed')).toBeVisible();
  // What the form offers follows the version of this project, also one that is not here.
  const addOverseer = page.getByRole('button', { name: 'Add overseer agent' });
  await expect(addOverseer).toBeHidden();
  await cli.call('runtime.chooseForProject', { projectId, version: '2.6.3' });
  await expect(addOverseer).toBeVisible();
  await page.getByRole('button', { name: `Go back to ${lastGood}` }).click();
  await expect(page.getByText(/^NVFlare .* is not installed$/)).toBeHidden();
  await expect(addOverseer).toBeHidden();
  await expect(page.getByRole('combobox', { name: 'NVFlare version' })).toHaveText(lastGood);
  await provisionAgain(page);
});

test('several versions are side by side, and only one that nobody uses is removed', async ({
  launch,
  workspace,
}) => {
  needPeer(peers.nvflare());
  addOwnEnvironment(workspace.data, '2.8.1');
  addOwnEnvironment(workspace.data, '2.8.3');
  const { page } = await launch();
  await openSection(page, 'Settings');
  const list = page.getByRole('list', { name: 'Installed by Fedwright' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').filter({ hasText: 'NVFlare 2.8.1' })).toContainText('In use');
  await expect(page.getByRole('button', { name: /^NVFlare 2\.8\.1 is used/ })).toBeDisabled();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove NVFlare 2.8.3' }).click();
  await page
    .getByRole('dialog', { name: 'Remove NVFlare 2.8.3' })
    .getByRole('button', { name: 'Remove' })
    .click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
});

test('a folder that lacks packages is refused with their names, before anything is installed', async ({
  app,
  workspace,
}) => {
  needPeer(peers.nvflare());
  const { page } = app;
  await openSection(page, 'Settings');
  await chooseHome(app, workspace.home, 'Install from a folder');
  const dialog = page.getByRole('dialog', { name: /^NVFlare .* from a folder$/ });
  await expect(dialog.getByText('The folder is not complete')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'Missing' })).toContainText(/nvflare \d+\.\d+\.\d+/);
  await expect(dialog.getByRole('button', { name: /^Install NVFlare/ })).toBeDisabled();
});

test('a folder is prepared for another machine, as a task that can be cancelled', async ({
  app,
  workspace,
}) => {
  needPeer(peers.venv());
  const { page } = app;
  await openSection(page, 'Settings');
  await page.getByRole('button', { name: 'Prepare a folder' }).click();
  await page.getByRole('combobox', { name: 'System of the other machine' }).click();
  await page.getByRole('option', { name: 'Windows (x64)' }).click();
  await chooseHome(app, workspace.home, 'Choose the folder');
  await expect(page.getByRole('log')).toContainText('Fetching packages', { timeout: 60_000 });
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('main').getByText('Cancelled').first()).toBeVisible({ timeout: 20_000 });
});
