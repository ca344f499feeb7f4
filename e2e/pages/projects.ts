import { type Locator, type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { openSection, row, table, title } from './shell';

interface NewProject {
  name: string;
  template?: RegExp;
  org?: string;
  serverHost?: string;
}

/** Creates a project by the dialog; its editor is open afterwards. */
export async function createProject(page: Page, project: NewProject): Promise<void> {
  await openSection(page, 'Projects');
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByLabel('Name', { exact: false }).first().fill(project.name);
  await dialog.getByRole('radio', { name: project.template ?? /two hospitals/i }).check();
  if (project.org) await dialog.getByLabel('Organisation').fill(project.org);
  if (project.serverHost) await dialog.getByLabel('Server host name').fill(project.serverHost);
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(title(page, project.name)).toBeVisible();
}

/** Opens a project from the list. */
export async function openProject(page: Page, name: string): Promise<void> {
  await openSection(page, 'Projects');
  await row(table(page, 'Projects'), name).click();
  await expect(title(page, name)).toBeVisible();
}

type TabName =
  | 'Participants'
  | 'Graph'
  | 'Project'
  | 'Studies'
  | 'Builders'
  | 'YAML'
  | 'Runs'
  | 'Kits'
  | 'CA';

/** Opens one of the parts of the project's page. */
export const openTab = (page: Page, name: TabName): Promise<void> =>
  page.getByRole('tab', { name, exact: name === 'CA' }).click();

/** Puts a participant into the inspector and resolves to it. */
export async function openParticipant(page: Page, name: string): Promise<Locator> {
  await row(table(page, 'Participants'), name).getByText(name, { exact: true }).click();
  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name, exact: true })).toBeVisible();
  return inspector;
}

/** Adds one and resolves to the inspector that edits it. */
export async function addParticipant(page: Page, type: 'Site' | 'Relay' | 'Admin'): Promise<Locator> {
  await page.getByRole('button', { name: 'Add participant' }).click();
  await page.getByRole('menuitem', { name: type }).click();
  return page.getByRole('complementary');
}

/** Saves and waits until it is said that nothing is unsaved. */
export async function saveProject(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Unsaved changes')).toBeHidden();
}

/** Starts a run and waits on its page until it has ended in this state. */
export async function provision(page: Page, endsAs: 'Succeeded' | 'Failed' = 'Succeeded'): Promise<void> {
  await page.getByRole('button', { name: 'Provision', exact: true }).first().click();
  await expectRun(page, endsAs);
}

/** Opens the question what to provision, which every run but the first begins with. */
export async function askProvision(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Provision', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Provision again' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Provisions everything once more, and waits for the end of the run. */
export async function provisionAgain(
  page: Page,
  endsAs: 'Succeeded' | 'Failed' = 'Succeeded',
): Promise<void> {
  const dialog = await askProvision(page);
  await dialog.getByRole('radio', { name: /^Everything/ }).check();
  await dialog.getByRole('button', { name: 'Provision everything' }).click();
  await expectRun(page, endsAs);
}

/** Waits on a run's page for a state. */
export const expectRun = (page: Page, state: string): Promise<void> =>
  expect(page.locator('main header').getByText(state, { exact: true })).toBeVisible({ timeout: 60_000 });

/** What the menu of a project does, from its own page or from the list. */
export async function chooseAction(page: Page, project: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${project}`, exact: true }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Leaves the page of the project and deletes all there are, for what begins without any. */
export async function removeProjects(page: Page, cli: CommandLine): Promise<void> {
  await openSection(page, 'Projects');
  const { projects } = await cli.call<{ projects: { id: string; name: string }[] }>('projects.list');
  for (const { id: projectId, name } of projects)
    await cli.call('projects.remove', { projectId, confirmName: name });
  await expect(page.getByText('No projects yet')).toBeVisible();
}
