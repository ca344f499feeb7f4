import type { CommandLine } from './fixtures/command-line';
import { type RunningApp, expect, test } from './fixtures/test';
import { projectFile } from './fixtures/project-files';
import { chooseAction, createProject, openParticipant, openProject, saveProject } from './pages/projects';
import { openSection, row, table, title } from './pages/shell';

const importProject = { text: projectFile({ name: 'alpha', sites: ['site-1', 'site-2'] }) };

interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function archiveAndSearch({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', importProject);
  await openSection(page, 'Projects');
  const list = table(page, 'Projects');
  await expect(row(list, 'alpha')).toBeVisible();

  await chooseAction(page, 'alpha', 'Duplicate');
  // A note stays while the pointer is on it.
  await page.getByText(/^alpha was duplicated/).hover();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(title(page, /^alpha.+/)).toBeVisible();
  const copy = (await title(page, /^alpha.+/).textContent()) ?? '';

  await openSection(page, 'Projects');
  await page.getByLabel('Filter projects').fill(copy);
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('status').filter({ hasText: '1 of 2' })).toBeVisible();
  await page.getByLabel('Filter projects').fill('');

  await chooseAction(page, copy, 'Archive');
  await expect(row(list, copy)).toBeHidden();
  await page.getByLabel('Show archived').check();
  await expect(row(list, copy)).toContainText('Archived');
  await row(list, copy).click();
  await expect(page.getByText('This project is archived')).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('This project is archived')).toBeHidden();
}

async function deleteByName({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', importProject);
  await openProject(page, 'alpha');
  await chooseAction(page, 'alpha', 'Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete alpha' });
  const confirm = dialog.getByRole('button', { name: 'Delete project' });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('alpha ');
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('alpha');
  await confirm.click();
  await expect(page.getByText('No projects yet')).toBeVisible();
  expect(await cli.call('projects.list')).toMatchObject({ total: 0 });
}

test('projects go, and come back', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('deleting asks for the name', () => deleteByName(given));
  await test.step('duplicate, archive, restore and search', () => archiveAndSearch(given));
});

async function pasteName({ app: { page } }: Given): Promise<void> {
  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'New project' }).click();
  const name = page.getByRole('dialog', { name: 'New project' }).getByLabel('Name', { exact: false }).first();
  await name.fill('lung-');
  // Not by the clipboard, which other tests have as well.
  const paste = (text: string) =>
    name.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste('s'.repeat(58));
  await paste('s'.repeat(59));
  await expect(page.getByText('Only 58 of the pasted characters fitted in.')).toBeVisible();
  // None of the first: it would have come before.
  await expect(page.getByText('of the pasted characters fitted in.')).toHaveCount(1);
}

async function guardEdits({ app: { page } }: Given): Promise<void> {
  await createProject(page, { name: 'guarded' });
  await page.getByRole('tab', { name: 'Project' }).click();
  await page.getByLabel('Description').fill('Not stored yet');
  await expect(page.getByText('Unsaved changes')).toBeVisible();

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Kits' }).click();
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(title(page, 'guarded')).toBeVisible();
  await expect(page.getByLabel('Description')).toHaveValue('Not stored yet');

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Kits' }).click();
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await expect(title(page, 'Kits')).toBeVisible();
  await openProject(page, 'guarded');
  await page.getByRole('tab', { name: 'Project' }).click();
  await expect(page.getByLabel('Description')).not.toHaveValue('Not stored yet');
}

test('nothing that was typed or pasted gets lost', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('a pasted name that is too long is not cut without a word', () => pasteName(given));
  await app.page.keyboard.press('Escape');
  await test.step('unsaved edits are not left behind unasked', () => guardEdits(given));
});

test('another process saved meanwhile: nothing is overwritten', async ({ app: { page }, cli }) => {
  interface Detail {
    summary: { id: string; revision: number };
    model: { description: string | null };
  }
  const { summary } = await cli.call<Detail>('projects.import', importProject);
  const { id: projectId } = summary;
  await openProject(page, 'alpha');
  const inspector = await openParticipant(page, 'site-1');
  await inspector.getByLabel('Organisation').fill('mine');

  const { model } = await cli.call<Detail>('projects.get', { projectId });
  const theirs = { ...model, description: 'Written elsewhere' };
  await cli.call('projects.save', { projectId, revision: summary.revision, model: theirs });
  await expect(page.getByText('This project was changed elsewhere while you edited it')).toBeVisible();
  await expect(inspector.getByLabel('Organisation')).toHaveValue('mine');

  await page.getByRole('button', { name: 'Save my edits as a copy' }).click();
  await expect(title(page, /^alpha.+/)).toBeVisible();
  const kept = await cli.call<Detail>('projects.get', { projectId });
  expect(kept.model.description).toBe('Written elsewhere');
  expect(JSON.stringify(kept)).not.toContain('mine');
  await openParticipant(page, 'site-1');
  await expect(page.getByRole('complementary').getByLabel('Organisation')).toHaveValue('mine');
});

test('a save is there after the app was started again', async ({ launch }) => {
  const first = await launch();
  await createProject(first.page, { name: 'lasting' });
  const inspector = await openParticipant(first.page, 'north-hospital');
  await inspector.getByLabel('Organisation').fill('kept_org');
  await saveProject(first.page);
  await first.close();
  const second = await launch();
  await openProject(second.page, 'lasting');
  const again = await openParticipant(second.page, 'north-hospital');
  await expect(again.getByLabel('Organisation')).toHaveValue('kept_org');
});
