import path from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { saveDownload } from './fixtures/downloads';
import { projectFile } from './fixtures/project-files';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { chooseAction, openProject, openTab, removeProjects } from './pages/projects';
import { openSection, row, runCommand, table, title } from './pages/shell';

const text = projectFile({ name: 'alpha', sites: ['site-1', 'site-2'] });
const switcher = (page: Page) => page.getByRole('button', { name: /^Workspace: / });

async function view(page: Page, name: string): Promise<void> {
  await switcher(page).click();
  await page.getByRole('menuitemradio', { name, exact: true }).click();
  await expect(page.getByRole('button', { name: `Workspace: ${name}` })).toBeVisible();
}

async function manage(page: Page) {
  await switcher(page).click();
  await page.getByRole('menuitem', { name: 'Manage workspaces' }).click();
  return page.getByRole('dialog', { name: 'Workspaces' });
}

test('projects are kept apart in workspaces', async ({ app: { page }, cli }) => {
  await cli.call('projects.import', { text });
  await openSection(page, 'Projects');
  await expect(row(table(page, 'Projects'), 'alpha')).toBeVisible();

  const dialog = await manage(page);
  await dialog.getByRole('textbox', { name: 'New workspace' }).fill('Heart consortium');
  await dialog.getByRole('button', { name: 'Create workspace' }).click();
  await dialog.getByRole('button', { name: 'Rename Default' }).click();
  await dialog.getByRole('textbox', { name: 'New name of Default' }).fill('Lung consortium');
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click();
  await expect(dialog.getByText('Lung consortium')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // The new one is in view, and empty; what is made now goes there.
  await expect(page.getByRole('button', { name: 'Workspace: Heart consortium' })).toBeVisible();
  await expect(page.getByText('No projects yet')).toBeVisible();
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('textbox', { name: 'Name *' }).fill('beta');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(title(page, 'beta')).toBeVisible();
  await openSection(page, 'Projects');
  await expect(row(table(page, 'Projects'), 'beta')).toBeVisible();
  await expect(row(table(page, 'Projects'), 'alpha')).toBeHidden();

  await view(page, 'All workspaces');
  await expect(row(table(page, 'Projects'), 'alpha')).toBeVisible();
  await chooseAction(page, 'alpha', 'Move to workspace');
  await page.getByRole('button', { name: 'Move project' }).click();
  await expect(page.getByText('alpha is in Heart consortium now.')).toBeVisible();
  await runCommand(page, 'show heart', 'Show Heart consortium');
  await expect(row(table(page, 'Projects'), 'alpha')).toBeVisible();
  await runCommand(page, 'show lung', 'Show Lung consortium');
  await expect(page.getByText('No projects yet')).toBeVisible();

  const again = await manage(page);
  await again.getByRole('button', { name: 'Delete Heart consortium' }).click();
  await again.getByRole('button', { name: 'Move projects and delete' }).click();
  await expect(again.getByText('Heart consortium')).toBeHidden();
  await expect(again).toContainText('2 projects');
  await again.getByRole('button', { name: 'Close' }).last().click();
  await expect(row(table(page, 'Projects'), 'alpha')).toBeVisible();
  const trail = await cli.call<{ rows: { action: string }[] }>('audit.list', { search: 'workspaces.' });
  expect(trail.rows.map(({ action }) => action)).toEqual(
    ['remove', 'moveProjects', 'rename', 'create'].map((name) => `workspaces.${name}`),
  );
});

/** What a part of a test begins with: an app without projects. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
}

async function useTemplate({ app, cli, workspace }: Given): Promise<void> {
  const { page } = app;
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await cli.call('projects.addFile', {
    projectId: summary.id,
    name: 'proxy.pem',
    text: 'Not looked at here.',
  });
  await openProject(page, 'alpha');
  await chooseAction(page, 'alpha', 'Save as template');
  const dialog = page.getByRole('dialog', { name: 'Save alpha as template' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Our studies');
  await dialog.getByRole('button', { name: 'Save template' }).click();
  await expect(dialog).toBeHidden();

  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByRole('textbox', { name: 'Name *' }).fill('gamma');
  await page.getByRole('radio', { name: /Our studies/ }).check();
  await page.getByRole('textbox', { name: 'Server host name' }).fill('gamma.example.org');
  await page.getByRole('button', { name: 'Create project' }).click();
  await expect(title(page, 'gamma')).toBeVisible();
  await expect(row(table(page, 'Participants'), 'gamma.example.org')).toBeVisible();
  await expect(row(table(page, 'Participants'), 'site-2')).toBeVisible();
  await openTab(page, 'Project');
  await expect(page.getByRole('list', { name: 'Files of this project' })).toContainText('files/proxy.pem');

  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'Templates' }).click();
  const own = page.getByRole('dialog', { name: 'Your templates' });
  await expect(own.getByText('with 1 file')).toBeVisible();
  await own.getByRole('button', { name: 'Rename Our studies' }).click();
  await page
    .getByRole('dialog', { name: 'Rename Our studies' })
    .getByRole('textbox', { name: 'Name' })
    .fill('Ours');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const copy = path.join(workspace.folder, 'template.yml');
  await saveDownload(app, copy, () => own.getByRole('button', { name: 'Export Ours' }).click());
  await own.getByLabel('Template file').setInputFiles(copy);
  await expect(own.getByText('Ours 2')).toBeVisible();
  await expect(own.getByText('with 1 file')).toHaveCount(2);
  await own.getByRole('button', { name: 'Delete Ours', exact: true }).click();
  await page.getByRole('button', { name: 'Delete template' }).click();
  await expect(own.getByText('Ours', { exact: true })).toBeHidden();
  await expect(own.getByText('Ours 2')).toBeVisible();
}

async function tellOfPort({ app: { page }, cli }: Given): Promise<void> {
  const { id: workspaceId } = await cli.call<{ id: string }>('workspaces.create', { name: 'Heart' });
  await cli.call('projects.import', { text });
  await cli.call('projects.import', { text: text.replace('name: alpha', 'name: beta'), workspaceId });
  await openProject(page, 'alpha');
  await expect(
    page.getByText(/as does the server .+ of the project "beta" in the workspace "Heart"/),
  ).toBeVisible();
  await expect(page.getByText(/Port \d+ is free/)).toBeVisible();

  const { projects } = await cli.call<{ projects: { id: string; name: string }[] }>('projects.list');
  const projectId = projects.find(({ name }) => name === 'beta')?.id;
  await cli.call('projects.remove', { projectId, confirmName: 'beta' });
  await expect(page.getByText(/of the project "beta"/)).toBeHidden();
}

test('projects know of each other, and are made from templates', async ({ app, cli, workspace }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli, workspace };
  await test.step('two projects that would take one port of one host are told, in whatever workspace', () =>
    tellOfPort(given));
  await removeProjects(app.page, cli);
  await test.step('a template of one’s own: saved, used, renamed, exported, imported, deleted', () =>
    useTemplate(given));
});
