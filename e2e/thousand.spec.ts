import { projectFile, siteNames } from './fixtures/project-files';
import { expect, test } from './fixtures/test';
import { addParticipant, openProject, openTab, saveProject } from './pages/projects';
import { mod, row, table, textField } from './pages/shell';

interface Stored {
  model: { participants: { name: string; org: string }[] };
}

test('a thousand sites are sorted, filtered, changed at once, saved, and found in the graph', async ({
  app: { page },
  cli,
}) => {
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', {
    text: projectFile({ name: 'large', sites: siteNames(1000) }),
  });
  await openProject(page, 'large');
  const grid = table(page, 'Participants');
  const count = page.getByRole('status').filter({ hasText: '1002' });
  const at = (index: number) => grid.locator(`[data-index="${index}"]`);
  const org = (name: string) => row(grid, name).locator('[data-column="org"]');
  await expect(count).toHaveText('1002 rows');

  const name = grid.getByRole('columnheader', { name: 'Name' });
  await name.getByRole('button').click();
  await name.getByRole('button').click();
  await expect(name).toHaveAttribute('aria-sort', 'descending');
  await expect(at(0)).toContainText('site-1000');
  await expect(at(1)).toContainText('site-999');
  await name.getByRole('button').click();
  await expect(at(0)).toContainText('server1');

  const filter = page.getByLabel('Filter participants');
  await filter.fill('site-99');
  await expect(count).toHaveText('11 of 1002');
  await expect(at(10)).toContainText('site-999');
  await filter.fill('');
  await expect(count).toHaveText('1002 rows');

  await at(0).hover();
  await page.mouse.wheel(0, 100_000);
  await expect(row(grid, 'admin@example.org')).toBeInViewport();
  await expect(row(grid, 'server1')).toHaveCount(0);
  await page.mouse.wheel(0, -100_000);
  await expect(row(grid, 'server1')).toBeInViewport();

  // From the second row to the last one, by keys alone.
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+End');
  await expect(page.getByText('1001 selected')).toBeVisible();
  await expect(row(grid, 'admin@example.org')).toBeInViewport();
  await page.getByRole('button', { name: 'Change 1001' }).click();
  const dialog = page.getByRole('dialog', { name: /^Change 1,?001 participants$/ });
  await dialog.getByLabel('New value').fill('west');
  await expect(dialog).toContainText(/1,?001 participants will change\./);
  await page.keyboard.press('Enter');
  await expect(org('admin@example.org')).toHaveText('west');
  await grid.focus();
  await page.keyboard.press(`${mod}+z`);
  await expect(org('admin@example.org')).toHaveText('example');
  await page.keyboard.press(`${mod}+Shift+z`);
  await expect(org('admin@example.org')).toHaveText('west');
  await page.keyboard.press('Home');
  await expect(org('server1')).toHaveText('example');
  await expect(org('site-1')).toHaveText('west');

  const added = await addParticipant(page, 'Site');
  await textField(added, 'Name').fill('late-site');
  await textField(added, 'Organisation').fill('east');
  await saveProject(page);
  const { model } = await cli.call<Stored>('projects.get', { projectId: summary.id });
  const inOrg = (wanted: string) => model.participants.filter((one) => one.org === wanted);
  expect(model.participants).toHaveLength(1003);
  expect(inOrg('west')).toHaveLength(1001);
  expect(inOrg('east').map((one) => one.name)).toEqual(['late-site']);

  await openTab(page, 'Graph');
  const graph = page.getByRole('group', { name: 'Graph of connections' });
  await page.getByLabel('Find a participant').fill('site-777');
  await expect(page.getByText('1 match.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(graph.getByRole('button', { name: /^site-777, Site/ })).toBeInViewport();
  await expect(textField(page.getByRole('complementary'), 'Name')).toHaveValue('site-777');
});
