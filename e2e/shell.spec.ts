import type { Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { type RunningApp, expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { visitDialogs } from './pages/dialog-pages';
import { engineSample } from './pages/engine-sample';
import { hostSample, provisionSample, requestSample, visitPages } from './pages/every-page';
import { visitOverTime, visitSigning, visitStudies } from './pages/grown-pages';
import { openProject } from './pages/projects';
import { mod, openSection, openTray, runCommand, title } from './pages/shell';
import { type Dockerd, startDockerd } from './servers/dockerd';
import { needPeer, peers } from './servers/peers';

const sections = [
  'Overview',
  'Projects',
  'Kits',
  'Certificates',
  'Signing',
  'Hosts',
  'Containers',
  'Deployments',
  'Terminals',
  'Local federations',
  'Audit',
  'Logs',
  'Settings',
] as const;

interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function useSidebar({ app: { page } }: Given): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Breadcrumb' })).toHaveText('Overview');
  for (const name of sections) await openSection(page, name);
  await page.getByRole('button', { name: 'Collapse the sidebar' }).click();
  const navigation = page.getByRole('navigation', { name: 'Sections' });
  await expect.poll(async () => (await navigation.boundingBox())?.width).toBeLessThan(70);
  await openSection(page, 'Projects');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Open the sidebar' })).toBeVisible();
}

async function useKeys({ app: { page }, cli }: Given): Promise<void> {
  // Keys that come before the page listens are nobody's.
  await expect(async () => {
    await page.keyboard.press(`${mod}+2`);
    await expect(title(page, sections[1])).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 15_000 });
  for (const [index, name] of sections.slice(0, 9).entries()) {
    await page.keyboard.press(`${mod}+${index + 1}`);
    await expect(title(page, name)).toBeVisible();
  }
  await page.keyboard.press(`${mod}+,`);
  await expect(title(page, 'Settings')).toBeVisible();
  await page.keyboard.press('?');
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(shortcuts).toContainText('Command palette');
  await page.keyboard.press('Escape');
  await expect(shortcuts).toBeHidden();

  await cli.call('projects.import', { text: projectFile({ name: 'keyed', sites: ['site-1'] }) });
  await openProject(page, 'keyed');
  await page.getByRole('tab', { name: 'Project' }).click();
  await page.getByLabel('Description').fill('By keyboard');
  await page.keyboard.press(`${mod}+s`);
  await expect(page.getByText('Unsaved changes')).toBeHidden();
  await page.keyboard.press('F6');
  await expect(page.locator('[data-region] :focus, [data-region]:focus').first()).toBeVisible();
}

async function useTable({ app: { page }, cli }: Given): Promise<void> {
  for (const name of ['alpha', 'beta'])
    await cli.call('projects.import', { text: projectFile({ name, sites: ['site-1'] }) });
  await openSection(page, 'Projects');
  const list = page.getByRole('grid', { name: 'Projects' });
  await list.focus();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter projects')).toBeFocused();
  await page.keyboard.type('beta');
  await expect(list.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await expect(list).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(title(page, 'beta')).toBeVisible();
}

async function usePalette({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', { text: projectFile({ name: 'findable', sites: ['site-1'] }) });
  await runCommand(page, 'logs', 'Logs');
  await expect(title(page, 'Logs')).toBeVisible();
  await runCommand(page, 'findable', 'findable');
  await expect(title(page, 'findable')).toBeVisible();
  await runCommand(page, 'new project', 'New project');
  await expect(page.getByRole('dialog', { name: 'New project' })).toBeVisible();
  await page.keyboard.press('Escape');
  await runCommand(page, 'theme dark', 'Theme: dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
}

test('everything is there for the keyboard', async ({ app, cli }) => {
  test.setTimeout(3 * 90_000);
  const given = { app, cli };
  await test.step('keys lead to sections, actions and the list of themselves', () => useKeys(given));
  await test.step('a table is used without a mouse', () => useTable(given));
  await test.step('the palette finds pages, projects and actions', () => usePalette(given));
});

test('the smallest window scrolls nothing sideways', async ({ app }) => {
  const { page, electron } = app;
  if (electron)
    await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setContentSize(900, 600),
    );
  else await page.setViewportSize({ width: 900, height: 600 });
  for (const name of sections) {
    await openSection(page, name);
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
  }
});

test.describe('with an engine at work', () => {
  let dockerd: Dockerd;
  test.beforeEach(async () => {
    dockerd = await startDockerd();
  });
  test.afterEach(() => dockerd.end());

  test('nothing serious for axe on any page, light or dark', async ({ app, cli, workspace }) => {
    needPeer(peers.nvflare());
    test.setTimeout(600_000);
    const { page } = app;
    const ids = {
      ...(await provisionSample(cli)),
      ...(await requestSample(cli, workspace.folder)),
      ...(await hostSample(cli, workspace.home)),
      ...(await engineSample(cli, dockerd)),
    };
    const findings: string[] = [];
    const look = lookAt(page, findings);
    await visitPages(page, ids, look);
    await openTray(page);
    await look('tray');
    expect(findings).toEqual([]);
  });
});

test('nor on what comes with the years', async ({ app: { page }, cli, workspace }) => {
  needPeer(peers.nvflare());
  test.setTimeout(600_000);
  const { projectId } = await provisionSample(cli);
  const findings: string[] = [];
  const look = lookAt(page, findings);
  await visitStudies(page, cli, look);
  await visitSigning(page, cli, workspace.folder, look);
  await visitOverTime(page, cli, projectId, look);
  expect(findings).toEqual([]);
});

test('nor on what opens over a page', async ({ app, cli, workspace }) => {
  needPeer(peers.nvflare());
  test.setTimeout(600_000);
  const ids = await provisionSample(cli);
  const findings: string[] = [];
  await visitDialogs({ app, cli, workspace, ids, look: lookAt(app.page, findings) });
  expect(findings).toEqual([]);
});

const lookAt =
  (page: Page, findings: string[]) =>
  async (name: string): Promise<void> => {
    findings.push(...(await seriousInBothThemes(page)).map((finding) => `${name}: ${finding}`));
  };

async function followLink({ app: { page } }: Given): Promise<void> {
  await openSection(page, 'Projects');
  // As the window does with a link that it was started with.
  await page.addInitScript(() =>
    window.addEventListener('load', () => window.location.assign('#/certificates')),
  );
  await page.reload();
  await expect(title(page, 'Certificates')).toBeVisible();
}

test('the sidebar and links lead to pages', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('the sidebar leads everywhere, and stays as narrow as it was made', () =>
    useSidebar(given));
  await test.step('a link that comes while the first page is on its way is followed', () =>
    followLink(given));
});
