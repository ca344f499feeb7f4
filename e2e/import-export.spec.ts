import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { saveDownload } from './fixtures/downloads';
import { samples } from './fixtures/paths';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { chooseAction, openParticipant, saveProject } from './pages/projects';
import { openSection, row, table, title } from './pages/shell';

const file = path.join(samples, 'commented.yml');
const original = readFileSync(file, 'utf8');

/** Saves what "Export project.yml" gives and resolves to its text. */
async function exportText(app: RunningApp, project: string, { folder }: Workspace): Promise<string> {
  const exported = path.join(folder, 'exported.yml');
  await saveDownload(app, exported, () => chooseAction(app.page, project, 'Export project.yml'));
  return readFileSync(exported, 'utf8');
}

/** Drops a file on the window as from a file manager. */
async function dropFile(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content ?? ''], fileName ?? '', { type: 'application/yaml' }));
      for (const type of ['dragenter', 'dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, text],
  );
}

test('a chosen file keeps its comments and unknown keys through an edit', async ({ app, workspace }) => {
  const { page } = app;
  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a project' });
  await dialog.getByLabel('Project file').setInputFiles(file);
  await expect(dialog.getByText('cardio is ready to provision')).toBeVisible();
  await dialog.getByRole('button', { name: 'Import project' }).click();
  await expect(title(page, 'cardio')).toBeVisible();
  expect(await exportText(app, 'cardio', workspace)).toBe(original);

  const inspector = await openParticipant(page, 'heart-clinic');
  await inspector.getByLabel('Organisation').fill('heart_clinic');
  await saveProject(page);
  const changed = original.replace('org: clinic', 'org: heart_clinic');
  expect(await exportText(app, 'cardio', workspace)).toBe(changed);
});

interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function dropFiles({ app: { page } }: Given): Promise<void> {
  await openSection(page, 'Overview');
  await dropFile(page, 'notes.txt', 'no project');
  await expect(page.getByText('Only a project.yml can be dropped here.')).toBeVisible();

  await dropFile(page, 'project.yml', original.replace('fed_learn_port: 8002', 'fed_learn_port: abc'));
  const dialog = page.getByRole('dialog', { name: 'Import a project' });
  await expect(dialog.getByText('cardio has 1 problem')).toBeVisible();
  await expect(dialog.getByText('participants[0].fed_learn_port')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('No projects yet')).toBeVisible();

  await dropFile(page, 'project.yml', 'participants: [');
  await expect(dialog.getByText('This is not a project file that can be imported')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import project' })).toBeDisabled();
}

async function takeName({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', { text: original });
  await openSection(page, 'Projects');
  await dropFile(page, 'project.yml', original.replace('Left ventricle segmentation', 'Second version'));
  const dialog = page.getByRole('dialog', { name: 'Import a project' });
  await expect(dialog.getByText('There is a project named cardio already')).toBeVisible();
  await dialog.getByLabel(/Replace the content/).check();
  await dialog.getByRole('button', { name: 'Replace project' }).click();
  await expect(title(page, 'cardio')).toBeVisible();
  await openSection(page, 'Projects');
  await expect(row(table(page, 'Projects'), 'Second version')).toBeVisible();
  await expect(table(page, 'Projects').getByRole('row')).toHaveCount(2);
}

test('files that are dropped are looked at first', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('a dropped file is checked before anything is stored', () => dropFiles(given));
  await app.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await test.step('a name that is taken asks what to do', () => takeName(given));
});
