import { type Page, expect } from '@playwright/test';
import type { CommandLine } from '../fixtures/command-line';
import { row, table, title } from './shell';

export interface SampleIds {
  projectId: string;
  runId: string;
  taskId: string;
  kitId: string;
}

/** Makes a project out of a template and provisions it, so that no page is empty. */
export async function provisionSample(cli: CommandLine, name = 'thorax-ct'): Promise<SampleIds> {
  const templates = await cli.call<{ id: string; title: string }[]>('projects.templates');
  const templateId = templates.find((each) => /two hospitals/i.test(each.title))?.id;
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.create', { templateId, name });
  const run = await cli.call<{ runId: string; taskId: string }>('provisioning.start', {
    projectId: summary.id,
  });
  const kits = await cli.call<{ id: string; type: string }[]>('kits.list');
  const kit = kits.find(({ type }) => type === 'client');
  return { projectId: summary.id, ...run, kitId: kit?.id ?? '' };
}

/** Visits every page, dialogs and inspectors included, and hands each over when it has settled. */
export async function visitPages(
  page: Page,
  { projectId, runId, taskId, kitId }: SampleIds,
  look: (name: string) => Promise<void>,
): Promise<void> {
  const visit = async (name: string, route: string, ready: () => Promise<void>) => {
    await page.evaluate((hash) => (location.hash = hash), `#${route}`);
    await ready();
    await look(name);
  };
  // Notes that come and go would be half there in one look or the other.
  await expect(page.locator('[data-sonner-toast]')).toHaveCount(0);
  const heading = (name: string | RegExp) => () => expect(title(page, name)).toBeVisible();

  await visit('overview', '/', async () => {
    await heading('Overview')();
    await expect(page.getByText(/NVFlare \d/).first()).toBeVisible();
  });
  await visit('projects', '/projects', () => expect(table(page, 'Projects')).toBeVisible());
  await visit('new-project', '/projects?new=1', () => expect(page.getByRole('radio').first()).toBeVisible());
  await visit('import', '/projects?import=1', () => expect(page.getByRole('dialog')).toBeVisible());
  await visit('participants', `/projects/${projectId}`, async () => {
    await table(page, 'Participants').getByRole('gridcell', { name: 'north-hospital' }).click();
    await expect(page.getByRole('complementary').getByLabel('Organisation')).toBeVisible();
  });
  await visit('graph', `/projects/${projectId}?tab=graph`, () =>
    expect(
      page
        .getByRole('group', { name: 'Graph of connections' })
        .getByRole('button', { name: /^north-hospital, Client/ }),
    ).toBeVisible(),
  );
  await visit('project', `/projects/${projectId}?tab=project`, () =>
    expect(page.getByLabel('Description')).toBeVisible(),
  );
  await visit('runs', `/projects/${projectId}?tab=runs`, () => expect(table(page, 'Runs')).toBeVisible());
  await visit('project-kits', `/projects/${projectId}?tab=kits`, () =>
    expect(table(page, 'Kits of the project')).toBeVisible(),
  );
  await visit('run', `/runs/${runId}`, () =>
    expect(row(table(page, 'Kits of the run'), 'Server')).toBeVisible(),
  );
  await visit('kits', `/kits?kit=${kitId}`, () =>
    expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible(),
  );
  await visit('certificates', '/certificates', async () => {
    await table(page, 'Certificates').getByRole('row').nth(1).click();
    await expect(page.getByRole('complementary').getByText('Valid until')).toBeVisible();
  });
  await visit('task', `/tasks/${taskId}`, () => expect(page.getByRole('log')).toContainText('NVFlare'));
  await visit('audit', '/audit', async () => {
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByText('Whole')).toBeVisible();
  });
  await visit('logs', '/logs', () => expect(page.getByRole('log')).toContainText('started'));
  await visit('work-logs', '/logs?tab=work', () =>
    expect(page.getByText(/Provision thorax-ct/).first()).toBeVisible(),
  );
  await visit('settings', '/settings', () => expect(page.getByText('In use')).toBeVisible());
  await visit('upkeep', '/settings/upkeep', async () => {
    await heading('Upkeep')();
    await expect(page.getByRole('list', { name: 'Disk use' })).toBeVisible();
  });
}
