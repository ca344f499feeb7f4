import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { saveDownload } from './fixtures/downloads';
import { projectFile, siteNames } from './fixtures/project-files';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { openProject, removeProjects, saveProject } from './pages/projects';
import { mod, row, table } from './pages/shell';

interface Stored {
  model: {
    participants: {
      name: string;
      org: string;
      numOfGpus?: number | null;
      role?: string | null;
      connectTo?: { port: unknown } | null;
    }[];
  };
}

/** What a part of a test begins with: an app without projects. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
}

async function openSites(
  page: Page,
  cli: CommandLine,
  count: number,
): Promise<{ grid: Locator; id: string }> {
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', {
    text: projectFile({ name: 'alpha', sites: siteNames(count) }),
  });
  await openProject(page, 'alpha');
  return { grid: table(page, 'Participants'), id: summary.id };
}

const stored = async (cli: CommandLine, projectId: string) =>
  (await cli.call<Stored>('projects.get', { projectId })).model.participants;

const cell = (grid: Locator, name: string, column: string): Locator =>
  row(grid, name).locator(`[data-column="${column}"]`);

const undo = (page: Page) => page.keyboard.press(`${mod}+z`);

async function editInPlace({ app: { page }, cli }: Given): Promise<void> {
  const { grid, id } = await openSites(page, cli, 3);
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  // Name, then organisation; Enter edits, Tab goes on to the resources.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Organisation of site-1' })).toBeFocused();
  await page.keyboard.type('north');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('textbox', { name: 'GPUs of site-1' })).toBeFocused();
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await expect(grid).toBeFocused();
  await expect(cell(grid, 'site-1', 'org')).toHaveText('north');
  await expect(cell(grid, 'site-1', 'gpus')).toHaveText('4');

  await cell(grid, 'site-2', 'org').dblclick();
  await page.getByRole('textbox', { name: 'Organisation of site-2' }).fill('not-a-name');
  await page.keyboard.press('Enter');
  await expect(cell(grid, 'site-2', 'org')).toHaveAttribute('aria-invalid', 'true');
  await expect(cell(grid, 'site-2', 'org')).toContainText('cannot be the name of an organisation');

  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Organisation of site-2' }).fill('given up');
  await page.keyboard.press('Escape');
  await expect(cell(grid, 'site-2', 'org')).toContainText('not-a-name');

  await undo(page);
  await expect(cell(grid, 'site-2', 'org')).toHaveText('example');
  await saveProject(page);
  expect(await stored(cli, id)).toContainEqual(
    expect.objectContaining({ name: 'site-1', org: 'north', numOfGpus: 4 }),
  );
}

async function changeSeveral({ app: { page }, cli }: Given): Promise<void> {
  const { grid, id } = await openSites(page, cli, 12);
  await page.getByRole('button', { name: /^Site/ }).click();
  await expect(page.getByRole('status').filter({ hasText: '12 of 14' })).toBeVisible();
  await grid.focus();
  for (let key = 0; key < 4; key += 1) await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('5 selected')).toBeVisible();

  await page.getByRole('button', { name: 'Change 5' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change 5 participants' });
  // An organisation is not emptied by an Enter too early.
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Change', exact: true })).toBeDisabled();
  await dialog.getByLabel('New value').fill('west');
  await expect(dialog).toContainText('5 participants will change.');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(cell(grid, 'site-5', 'org')).toHaveText('west');
  await expect(cell(grid, 'site-6', 'org')).toHaveText('example');

  await page.getByRole('button', { name: 'Change 5' }).click();
  await dialog.getByRole('combobox', { name: 'What to change' }).click();
  await page.getByRole('option', { name: 'Connects to port' }).click();
  await dialog.getByLabel('New value').fill('8443');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();

  await page.getByRole('button', { name: 'Duplicate', exact: true }).click();
  await expect(page.getByText('17 of 19')).toBeVisible();
  await page.getByRole('button', { name: 'Remove 5' }).click();
  await expect(page.getByText('12 of 14')).toBeVisible();

  const back = page.getByRole('group', { name: 'Steps' }).getByRole('button', { name: 'Undo' });
  for (const step of [
    'remove 5 participants',
    'add 5 participants',
    'change connects to port of 5 participants',
    'change organisation of 5 participants',
  ]) {
    await expect(back).toHaveAccessibleDescription(new RegExp(`^Undo: ${step} \\(`));
    await back.click();
  }
  await expect(back).toHaveAccessibleDescription('Nothing to undo');
  await expect(cell(grid, 'site-5', 'org')).toHaveText('example');
  await expect(page.getByText('Unsaved changes')).toBeHidden();
  await page.keyboard.press(`${mod}+Shift+z`);
  await page.keyboard.press(`${mod}+Shift+z`);
  await saveProject(page);
  const west = (await stored(cli, id)).filter((p) => p.org === 'west');
  expect(west.map((p) => p.connectTo)).toEqual(Array(5).fill(expect.objectContaining({ port: 8443 })));
}

async function typeAcrossSave({ app: { page }, cli }: Given): Promise<void> {
  const { grid, id } = await openSites(page, cli, 2);
  await row(grid, 'site-1').getByText('site-1', { exact: true }).click();
  const org = page.getByRole('complementary').getByLabel('Organisation');
  await org.press('End');
  await org.pressSequentially('_north');
  await saveProject(page);
  await org.focus();
  await undo(page);
  await expect(org).toHaveValue('example');
  await page.keyboard.press(`${mod}+y`);
  await expect(org).toHaveValue('example_north');
  await undo(page);
  await saveProject(page);
  expect((await stored(cli, id)).every((p) => p.org === 'example')).toBe(true);
}

test('participants are edited, one or several at once', async ({ app, cli, workspace }) => {
  test.setTimeout(3 * 90_000);
  const given = { app, cli, workspace };
  await test.step('cells are edited in place, by keyboard and by double click', () => editInPlace(given));
  await removeProjects(app.page, cli);
  await test.step('several are changed, copied and removed at once, each as one step', () =>
    changeSeveral(given));
  await removeProjects(app.page, cli);
  await test.step('typing in one field is one step, also across a save', () => typeAcrossSave(given));
});

const pasted = [
  'Site;Organisation;GPUs;Role',
  'site-1;north;8;',
  'site-2;example;;',
  ';nobody;;',
  'site-9;south;2;',
  'ann@example.org;south;;Lead',
  'site-8;not a name;;',
].join('\n');

async function pasteTable({ app: { page }, cli }: Given): Promise<void> {
  const { grid, id } = await openSites(page, cli, 2);
  await grid.focus();
  await pasteInto(page, pasted);
  const dialog = page.getByRole('dialog', { name: 'Participants from CSV' });
  const preview = dialog.getByRole('grid', { name: 'What the import does' });
  await expect(dialog.getByText('3 new, 1 changed, 1 left as they are, 1 line not taken')).toBeVisible();
  await expect(row(preview, 'site-1')).toContainText('Organisation: example → north');
  await expect(row(preview, '4')).toContainText('It has no name.');
  await expect(row(preview, 'site-8')).toContainText('cannot be the name of an organisation');
  await expect(row(preview, 'site-8')).toContainText('Use letters without accents, digits and underscores');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Unsaved changes')).toBeHidden();

  await expect(grid).toBeFocused();
  await pasteInto(page, pasted);
  await dialog.getByLabel('Add only').check();
  await expect(dialog.getByRole('button', { name: 'Apply 3' })).toBeVisible();
  await dialog.getByLabel('Add and change').check();
  await page.keyboard.press(`${mod}+Enter`);
  await expect(cell(grid, 'site-1', 'gpus')).toHaveText('8');
  await expect(cell(grid, 'ann@example.org', 'role')).toHaveText('Lead');
  await undo(page);
  await expect(page.getByText('Unsaved changes')).toBeHidden();
  await page.keyboard.press(`${mod}+Shift+z`);
  await row(grid, 'site-8').getByText('site-8', { exact: true }).click();
  await page.getByRole('complementary').getByRole('button', { name: 'Remove' }).click();
  await saveProject(page);
  expect((await stored(cli, id)).map((p) => p.name)).toEqual([
    'server1',
    'site-1',
    'site-2',
    'site-9',
    'admin@example.org',
    'ann@example.org',
  ]);
}

async function saveAndLoadCsv({ app, cli, workspace }: Given): Promise<void> {
  const { page } = app;
  await openSites(page, cli, 5);
  const file = path.join(workspace.folder, 'alpha.csv');
  await saveDownload(app, file, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  const csv = readFileSync(file, 'utf8');
  expect(csv).toContain('site-5,client,example');
  await page.getByRole('button', { name: 'Add participant' }).click();
  await page.getByRole('menuitem', { name: 'From CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Participants from CSV' });
  await dialog.getByLabel('CSV file', { exact: true }).setInputFiles(file);
  await expect(dialog.getByText('0 new, 0 changed, 7 left as they are')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Apply 0' })).toBeDisabled();
}

test('participants come from tables, and go into them', async ({ app, cli, workspace }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli, workspace };
  await test.step('a pasted table is shown before it changes anything', () => pasteTable(given));
  await removeProjects(app.page, cli);
  await test.step('what was saved as CSV comes back without a change', () => saveAndLoadCsv(given));
});

/** Puts a text on the clipboard, as the copy of another program would, and pastes it with the keys. */
async function pasteInto(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const put = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', copied);
      event.preventDefault();
    };
    document.addEventListener('copy', put, { once: true });
    document.execCommand('copy');
  }, text);
  await page.keyboard.press(`${mod}+v`);
}
