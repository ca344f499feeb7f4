import type { CommandLine } from './fixtures/command-line';
import { projectFile, siteNames } from './fixtures/project-files';
import { type RunningApp, expect, test } from './fixtures/test';
import { openProject, openTab, removeProjects } from './pages/projects';
import { mod, table, textField } from './pages/shell';

/** Sites below a relay, one below a parent that is not there, and more than fit side by side. */
const tree = (sites: number): string =>
  projectFile({ name: 'alpha', sites: siteNames(sites) }).replace(
    'participants:\n',
    `participants:
  - {name: relay-1, type: relay, org: example, listening_host: {default_host: r.example.org, port: 8102, connection_security: mtls}, connect_to: {connection_security: mtls}}
  - {name: behind, type: client, org: north, connect_to: {name: relay-1, host: r.example.org, port: 8102}}
  - {name: astray, type: client, org: north, parent: nobody}
`,
  );

/** What a part of the test begins with: an app without projects. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function walkGraph({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', { text: tree(60) });
  await openProject(page, 'alpha');
  await openTab(page, 'Graph');
  const graph = page.getByRole('group', { name: 'Graph of connections' });
  const card = (name: RegExp) => graph.getByRole('button', { name });
  await expect(card(/^60 sites of example, folded/)).toBeVisible();
  await expect(card(/^relay-1, Relay/)).toBeVisible();
  await expect(card(/^astray, Site, .*cannot reach/)).toBeVisible();

  await graph.focus();
  await expect(graph.getByRole('status')).toContainText('server1, Server');
  await page.keyboard.press('ArrowRight');
  await expect(graph.getByRole('status')).not.toContainText('server1');
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowUp');
  await expect(graph.getByRole('status')).toContainText('relay-1');
  await page.keyboard.press('ArrowRight');
  await expect(graph.getByRole('status')).toContainText('behind, Site, north');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected.')).toBeVisible();
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name: 'behind', exact: true })).toBeVisible();

  await textField(inspector, 'Organisation').fill('south');
  await expect(card(/^behind, Site, south/)).toBeVisible();
  await page.keyboard.press(`${mod}+z`);
  await expect(card(/^behind, Site, north/)).toBeVisible();

  await openTab(page, 'Participants');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(
    table(page, 'Participants').getByRole('row', { selected: true }).filter({ hasText: 'behind' }),
  ).toBeVisible();
}

async function findInGraph({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', { text: tree(200) });
  await openProject(page, 'alpha');
  await openTab(page, 'Graph');
  const graph = page.getByRole('group', { name: 'Graph of connections' });
  await page.getByLabel('Find a participant').fill('site-177');
  await expect(page.getByText('1 match.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(graph.getByRole('button', { name: /^site-177, Site/ })).toBeInViewport();
  await expect(textField(page.getByRole('complementary'), 'Name')).toHaveValue('site-177');

  await page.getByRole('button', { name: 'Show as outline' }).click();
  const outline = page.getByRole('region', { name: 'Outline of connections' });
  await expect(outline.getByRole('button', { name: /^site-177/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(outline.getByRole('button', { name: /^site-17 / })).toBeHidden();
  await page.getByLabel('Find a participant').fill('');
  await expect(outline.getByRole('button', { name: /^astray.*cannot be reached/ })).toBeVisible();
}

test('the graph of connections is walked and searched', async ({ app, cli }) => {
  test.setTimeout(2 * 90_000);
  const given = { app, cli };
  await test.step('the graph is read, walked and folded by keyboard', () => walkGraph(given));
  await removeProjects(app.page, cli);
  await test.step('a participant is found in the graph and in its outline', () => findInGraph(given));
});
