import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { proxyCertificate } from '../main/projects/test-certificate';
import { answerQuestions, askedQuestions } from './fixtures/dialogs';
import { projectFile, siteNames } from './fixtures/project-files';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import type { CommandLine } from './fixtures/command-line';
import {
  askProvision,
  expectRun,
  openParticipant,
  openProject,
  openTab,
  provision,
  removeProjects,
  saveProject,
} from './pages/projects';
import { mod, textField } from './pages/shell';
import { needPeer, peers } from './servers/peers';

const small = `# Kept by the steering group.\n${projectFile({ name: 'small', sites: ['site-1', 'site-2'] })}`;

/** A builder of one's own. */
const marker = `import os
from nvflare.lighter.spec import Builder

class Marker(Builder):
    def build(self, project, ctx):
        for site in project.get_clients():
            with open(os.path.join(ctx.get_kit_dir(site), "marker.txt"), "w") as file:
                file.write(site.name)
`;

const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of project.yml' });

/** Imports a project, opens it and resolves to its id. */
async function load(page: Page, cli: CommandLine, text: string, name = 'small'): Promise<string> {
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  await openProject(page, name);
  return summary.id;
}

const stored = async (cli: CommandLine, projectId: string): Promise<string> =>
  (await cli.call<{ text: string }>('projects.export', { projectId })).text;

/** The folder of a participant's kit, of the run whose page is open. */
function kitFolder({ data }: Workspace, projectId: string, page: Page, name: string): string {
  const runId = /runs\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  return path.join(data, 'projects', projectId, 'runs', runId, 'kits', name);
}

/** What a part of a test begins with: an app without projects. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function keepInStep({ app: { page }, cli }: Given): Promise<void> {
  const projectId = await load(page, cli, small);
  const inspector = await openParticipant(page, 'site-1');
  await inspector.getByLabel('Organisation').fill('clinic');
  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('# Kept by the steering group.');
  await expect(editor(page)).toContainText('org: clinic');

  // From the text to the form: a comment and a description.
  const typed = small
    .replace('description: End-to-end', 'description: Typed   # by hand')
    .replace('org: example\n  - name: site-2', 'org: clinic\n  - name: site-2');
  await editor(page).fill(typed);
  await openTab(page, 'Project');
  await expect(page.getByLabel('Description')).toHaveValue('Typed');
  await page.getByLabel('Description').fill('Typed and edited');
  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('description: Typed and edited   # by hand');
  await saveProject(page);
  expect(await stored(cli, projectId)).toBe(typed.replace('Typed ', 'Typed and edited '));
}

async function showFormAtCursor({ app: { page }, cli }: Given): Promise<void> {
  await load(page, cli, small);
  await openTab(page, 'YAML');
  await editor(page).getByText('site-2').click();
  const form = page.getByRole('complementary');
  await expect(form.getByRole('heading', { name: 'site-2', exact: true })).toBeVisible();
  await form.getByLabel('Organisation').fill('ward');
  await expect(editor(page)).toContainText('org: ward');
  await editor(page).fill(small.replace('org: example\n  - name: admin', 'org: lab\n  - name: admin'));
  await expect(form.getByLabel('Organisation')).toHaveValue('lab');
  await editor(page).getByText('site-1').click();
  await expect(form.getByRole('heading', { name: 'site-1', exact: true })).toBeVisible();
  // A window with edits asks before it closes.
  await saveProject(page);
}

async function leadToEachOther({ app: { page }, cli }: Given): Promise<void> {
  const parts = `${small.replace('api_version: 3', 'api_version: 4')}studies:\n  lung:\n    site_orgs:\n      example: [site-1]\n    admins: []\nedge: {depth: 2, width: 2, clients: 3}\n`;
  await load(page, cli, parts);
  await openTab(page, 'YAML');
  const form = page.getByRole('complementary');
  const line = page.locator('.cm-activeLine');

  await editor(page).getByText('End-to-end').click();
  await expect(form.getByRole('heading', { name: 'Project', exact: true }).first()).toBeVisible();
  await expect(form.getByLabel('Description')).toHaveAttribute('data-at-cursor');
  await form.getByLabel('Description').fill('From the form');
  await expect(editor(page)).toContainText('description: From the form');
  // Where the project's own fields stand among the arguments of a builder, and where they are not in the file yet.
  await form.getByLabel('Scheme').focus();
  await expect(line).toContainText(/scheme: grpc|StaticFileBuilder|args/);

  await editor(page).getByText('WorkspaceBuilder').click();
  await expect(form.getByRole('heading', { name: 'Builders', exact: true }).first()).toBeVisible();
  await expect(form.locator('[data-at-cursor]')).toContainText('Workspace');
  await form.getByLabel('Relays below each').focus();
  await expect(line).toContainText('edge:');

  await editor(page).getByText('lung').click();
  await expect(form.getByLabel('Name of the study lung')).toHaveAttribute('data-at-cursor');
  // Who takes part is a cell of the matrix, and so is who does not yet.
  const cell = (name: string) => form.getByRole('checkbox', { name, exact: true });
  const toEndOfList = async () => {
    await editor(page).getByText('example', { exact: true }).last().click();
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  };
  await toEndOfList();
  await expect(cell('site-1 in lung')).toHaveAttribute('data-at-cursor');
  await cell('admin@example.org in lung').focus();
  await expect(line).toContainText('admins: []');
  await cell('site-2 in lung').focus();
  await expect(line).toContainText('example: [site-1]');
  await page.keyboard.press('Space');
  await expect(editor(page)).toContainText('example: [site-1, site-2]');
  await toEndOfList();
  await form.getByRole('button', { name: 'Open the tab' }).click();
  await expect(page.getByRole('checkbox', { name: 'site-2 in lung', exact: true })).toBeFocused();
  await openTab(page, 'YAML');
  await expect(line).toContainText('example: [site-1, site-2]');
  await expect(cell('site-2 in lung')).toHaveAttribute('data-at-cursor');
  for (const key of [`${mod}+Home`, 'ArrowDown']) await editor(page).press(key);
  await expect(form.getByLabel('API version of the file')).toHaveAttribute('data-at-cursor');
  await textField(form, 'Name').focus();
  await expect(line).toContainText('name: small');

  // To the tab, and back to where one was.
  await editor(page).getByText('lung').click();
  await form.getByRole('button', { name: 'Open the tab' }).click();
  await expect(page.getByLabel('Name of the study lung')).toBeFocused();
  await openTab(page, 'Project');
  await page.getByLabel('Description').focus();
  await openTab(page, 'YAML');
  await expect(line).toContainText('description: From the form');
  await saveProject(page);
}

test('text and form lead to each other', async ({ app, cli }) => {
  test.setTimeout(3 * 90_000);
  const given = { app, cli };
  await test.step('text and form are in step, and what is seen is saved', () => keepInStep(given));
  await removeProjects(app.page, cli);
  await test.step('the form of the participant under the cursor stands beside the text', () =>
    showFormAtCursor(given));
  await removeProjects(app.page, cli);
  await test.step('cursor and form lead to each other in every part of the file', () =>
    leadToEachOther(given));
});

async function freezeForm({ app: { page }, cli }: Given): Promise<void> {
  const projectId = await load(page, cli, small);
  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('name: small');
  const broken = small.replace('description: End-to-end', 'description: [End');
  await editor(page).fill(broken);
  await expect(page.getByText('The text of project.yml is no project file')).toBeVisible();
  await expect(page.locator('.cm-lint-marker-error')).toBeVisible();
  await openTab(page, 'Project');
  await expect(page.getByLabel('Description')).toHaveValue('End-to-end');
  await expect(page.getByLabel('Description')).not.toBeEditable();
  await page.keyboard.press(`${mod}+s`);
  await expect(page.getByText(/is no project file yet/)).toBeVisible();
  expect(await stored(cli, projectId)).toBe(small);

  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('description: [End');
  await editor(page).fill(broken.replace('[End', 'Mended'));
  await expect(page.getByText('The text of project.yml is no project file', { exact: true })).toBeHidden();
  await openTab(page, 'Project');
  await expect(page.getByLabel('Description')).toHaveValue('Mended');
  await expect(page.getByLabel('Description')).toBeEditable();

  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('Mended');
  await editor(page).fill(broken);
  await page.getByRole('button', { name: 'Back to the last good state' }).click();
  await expect(editor(page)).toContainText('description: Mended');
  // A window with unsaved edits asks before it closes.
  await saveProject(page);
}

async function leadToProblem({ app: { page }, cli }: Given): Promise<void> {
  await load(page, cli, small.replace('fed_learn_port: 8002', 'fed_learn_port: abc'));
  await openTab(page, 'YAML');
  await expect(editor(page)).toContainText('fed_learn_port: abc');
  await page
    .getByRole('region', { name: 'Problems' })
    .getByRole('button', { name: /Port for sites/ })
    .click();
  await expect(page.locator('.cm-activeLine')).toContainText('fed_learn_port: abc');
  const show = page.getByRole('button', { name: 'Show in the form' });
  // The form beside the text comes with the cursor, and moves the text away from under the pointer.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await page.locator('.cm-lintRange-error').hover();
    await show.click({ timeout: 2000 });
  }).toPass();
  await expect(page.getByRole('complementary').getByLabel('Port for sites')).toBeFocused();
}

test('a text with mistakes in it is edited on', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('a text that is no YAML freezes the form and loses nothing', () => freezeForm(given));
  await removeProjects(app.page, cli);
  await test.step('a problem leads to its line and from there to its field', () => leadToProblem(given));
});

test('studies: a matrix of 200 sites and admins, by organisation and by key', async ({
  app: { page },
  cli,
}) => {
  const text = projectFile({ name: 'small', sites: siteNames(200) });
  const projectId = await load(page, cli, text);
  await openTab(page, 'Studies');
  await page.getByRole('button', { name: 'Add study' }).click();
  await page.getByLabel('Name of the study study-1').fill('lung');
  const matrix = page.getByRole('grid', { name: 'Who takes part in which study' });
  await expect(matrix).toHaveAttribute('aria-rowcount', '204');
  expect(await matrix.getByRole('row').count()).toBeLessThan(80);

  await matrix.getByRole('checkbox', { name: 'All of example in lung' }).click();
  await expect(page.getByText('200 sites, 0 admins')).toBeVisible();
  await matrix.getByRole('checkbox', { name: 'All of example in lung' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('199 sites, 0 admins')).toBeVisible();
  await page.getByLabel('Filter sites and admins').fill('admin@');
  await matrix.getByRole('checkbox', { name: 'admin@example.org in lung' }).click();
  await expect(page.getByText('199 sites, 1 admin')).toBeVisible();
  await saveProject(page);
  const saved = await stored(cli, projectId);
  expect(saved).toContain('studies:\n  lung:\n    site_orgs:\n      example: [site-2, site-3,');
  expect(saved).toContain('    admins: [admin@example.org]\n');
  expect(saved).toContain('api_version: 4');
  expect(await cli.call('projects.check', { text: saved })).toMatchObject({ ok: true });
});

test('code from outside NVFlare runs after someone allowed it', async ({ app, cli, workspace }) => {
  needPeer(peers.nvflare());
  const { page } = app;
  const foreign = `${small}  - path: files.marker.Marker\n`;
  const projectId = await load(page, cli, foreign);
  await cli.call('projects.addFile', { projectId, name: 'marker.py', text: marker });
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Run code from outside NVFlare?' });
  await expect(question.getByText('files.marker.Marker')).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await cli.call('provisioning.runs', { projectId })).toEqual([]);

  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  if (app.electron) {
    // Whoever is not asked by the system, or does not agree there, has allowed nothing.
    await answerQuestions(app, 'Do not allow');
    await question.getByRole('button', { name: 'Allow and provision' }).click();
    await expect(question.getByText(/was not allowed to run "files\.marker\.Marker"/)).toBeVisible();
    expect(await cli.call('provisioning.runs', { projectId })).toEqual([]);
    expect(await askedQuestions(app)).toMatchObject([
      { detail: expect.stringMatching(/^files\.marker\.Marker\n/), defaultId: 1 },
    ]);
  }
  await answerQuestions(app, 'Allow');
  await question.getByRole('button', { name: 'Allow and provision' }).click();
  await expectRun(page, 'Succeeded');
  const kit = kitFolder(workspace, projectId, page, 'site-1');
  expect(readFileSync(path.join(kit, 'startup', 'marker.txt'), 'utf8')).toBe('site-1');
  const { rows } = await cli.call<{ rows: object[] }>('audit.list', {});
  expect(rows).toContainEqual(
    expect.objectContaining({
      action: 'projects.allowCode',
      subject: `${projectId},files.marker.Marker`,
      result: 'ok',
    }),
  );

  await page.getByRole('button', { name: 'Open project' }).click();
  await openTab(page, 'Builders');
  await page.getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.getByRole('list', { name: 'Allowed code' })).toBeHidden();
  const again = await askProvision(page);
  await again.getByRole('button', { name: 'Provision everything' }).click();
  await expect(question).toBeVisible();
});

test('a file from outside the project is in a kit after someone allowed it', async ({
  app,
  cli,
  workspace,
}) => {
  needPeer(peers.nvflare());
  const { page } = app;
  const proxy = path.join(workspace.folder, 'proxy.pem');
  writeFileSync(proxy, proxyCertificate);
  const projectId = await load(page, cli, `custom_ca_cert: ${proxy}\n${small}`);
  await answerQuestions(app, 'Allow');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  const question = page.getByRole('dialog', { name: 'Use what comes from outside the project?' });
  await expect(question.getByText(proxy)).toBeVisible();
  await question.getByRole('button', { name: 'Allow and provision' }).click();
  await expectRun(page, 'Succeeded');
  const kit = kitFolder(workspace, projectId, page, 'site-1');
  expect(readFileSync(path.join(kit, 'startup', 'customRootCA.pem'), 'utf8')).toBe(proxyCertificate);
  expect((await askedQuestions(app)).map(({ detail }) => detail?.split('\n')[0])).toEqual(
    app.electron ? [proxy] : [],
  );

  // What was allowed is still no key.
  writeFileSync(proxy, '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n');
  await page.getByRole('button', { name: 'Open project' }).click();
  await expect(page.getByText(/holds something else than certificates/).first()).toBeVisible();
  await openTab(page, 'Builders');
  await expect(page.getByRole('list', { name: 'Allowed code and files' })).toContainText(proxy);
});

test('files of a project are in its kits', async ({ app: { page }, cli, workspace }) => {
  needPeer(peers.nvflare());
  const projectId = await load(page, cli, small);
  await openTab(page, 'Project');
  await page
    .getByLabel('File for Custom CA certificate', { exact: true })
    .setInputFiles({ name: 'proxy ca.pem', mimeType: 'text/plain', buffer: Buffer.from(proxyCertificate) });
  await expect(page.getByLabel('Custom CA certificate', { exact: true })).toHaveValue('files/proxy-ca.pem');
  await expect(page.getByRole('list', { name: 'Files of this project' })).toContainText('proxy-ca.pem');

  await openTab(page, 'Participants');
  const inspector = await openParticipant(page, 'site-1');
  await inspector.getByText('Files', { exact: true }).click();
  await inspector.getByLabel('File for Confidential computing', { exact: true }).setInputFiles({
    name: 'site-1-cc.yml',
    mimeType: 'application/yaml',
    buffer: Buffer.from('compute_env: mock\ncc_issuers: []\n'),
  });
  await expect(inspector.getByText(/No builder reads the confidential-computing file/)).toBeVisible();
  await openTab(page, 'Builders');
  await page.getByRole('button', { name: 'Add builder' }).click();
  await page.getByRole('menuitem', { name: 'Confidential computing' }).click();
  // By keyboard alone, to where it belongs: before the signatures.
  const up = page.getByRole('button', { name: 'Move Confidential computing up' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Builders' }).getByRole('listitem').nth(3)).toContainText(
    'Confidential computing',
  );
  await saveProject(page);
  await provision(page);

  const kit = (name: string) => kitFolder(workspace, projectId, page, name);
  expect(readFileSync(path.join(kit('site-2'), 'startup', 'customRootCA.pem'), 'utf8')).toBe(
    proxyCertificate,
  );
  expect(existsSync(path.join(kit('site-1'), 'local', 'cc_manager__p_resources.json'))).toBe(true);
  expect(existsSync(path.join(kit('site-2'), 'local', 'cc_manager__p_resources.json'))).toBe(false);
});

test('an edge tree comes out as it was counted', async ({ app: { page }, cli }) => {
  needPeer(peers.nvflare());
  const projectId = await load(page, cli, small);
  await openTab(page, 'Builders');
  await page.getByRole('button', { name: 'Make this an edge tree' }).click();
  await expect(page.getByText('9 sites with the server')).toBeVisible();
  await expect(page.getByText('NVFlare ignores the 3 participants')).toBeVisible();
  await page.getByLabel('Only the last clients').check();
  await expect(page.getByText('7 sites with the server')).toBeVisible();
  await openTab(page, 'Project');
  await page.getByLabel('Connection security').click();
  await page.getByRole('option', { name: 'Clear' }).click();
  await saveProject(page);
  await provision(page);
  // With the one admin.
  expect(await cli.call<unknown[]>('kits.list', { projectId })).toHaveLength(8);
});
