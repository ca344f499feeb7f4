import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { CommandLine } from './fixtures/command-line';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import { projectFile } from './fixtures/project-files';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { openKit } from './pages/kits';
import { openParticipant, openProject, openTab } from './pages/projects';
import { mod, row, table, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => {
  needPeer(peers.nvflare());
  // Several runs and calls of the command line, one after another.
  test.setTimeout(180_000);
});

interface Kit {
  id: string;
  participant: string;
  fingerprint256: string;
}

const sites = ['site-1', 'site-2'];

/** Stores the file, in place of what the project had, and runs it. */
async function runWith(cli: CommandLine, file: Parameters<typeof projectFile>[0]): Promise<string> {
  const text = projectFile(file);
  const input = { text, onConflict: 'replace' };
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', input);
  await cli.call('provisioning.start', { projectId: summary.id });
  return summary.id;
}

async function openHistory(page: Page, project: string): Promise<void> {
  await openProject(page, project);
  await openTab(page, 'Kits');
  await page.getByRole('button', { name: 'Kit history' }).click();
  await expect(title(page, 'Kit history')).toBeVisible();
}

async function openInHistory(page: Page, participant: string): Promise<Locator> {
  await row(table(page, 'Participants with kits'), participant).click();
  const inspector = page.getByRole('complementary');
  await expect(inspector.getByRole('heading', { name: participant, exact: true })).toBeVisible();
  return inspector;
}

async function handOver(inspector: Locator, recipient: string): Promise<Locator> {
  await inspector.getByRole('button', { name: 'Record', exact: true }).click();
  await inspector.getByLabel('Recipient').fill(recipient);
  await inspector.getByLabel('Method').fill('In person');
  await inspector.getByRole('button', { name: 'Record hand-over' }).click();
  const record = inspector.getByRole('listitem').filter({ hasText: recipient });
  await expect(record).toContainText('No receipt yet');
  return record;
}

/** What the receipt page says, saved as the door saves files. */
async function saveReceipt(app: RunningApp, record: Locator, { folder }: Workspace): Promise<string> {
  const file = path.join(folder, 'receipt.html');
  await saveTo(app, file, () => record.getByRole('button', { name: 'Save receipt page' }).click());
  await expect.poll(() => readFileSync(file, 'utf8').endsWith('</html>\n')).toBe(true);
  return readFileSync(file, 'utf8');
}

/** Parts of one test, each with the runs of those before it. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
}

async function compareRuns({ app: { page }, cli }: Given): Promise<void> {
  await runWith(cli, { name: 'thorax', sites });
  await runWith(cli, { name: 'thorax', sites: ['site-1', 'site-3'], port: 8102 });
  await openHistory(page, 'thorax');
  const people = table(page, 'Participants with kits');
  await expect(people.getByRole('row')).toHaveCount(6);
  await expect(row(people, 'site-2')).toContainText('Left out');

  await page.getByRole('tab', { name: 'Compare runs' }).click();
  await expect(page.getByText('1 new, 1 left out, 3 with changed files.')).toBeVisible();
  const compared = table(page, 'Compared kits');
  await expect(row(compared, 'site-3')).toContainText('New');
  await row(compared, 'site-1').click();
  const dialog = page.getByRole('dialog', { name: 'The kits of site-1' });
  await expect(dialog.getByText('Same certificate and key, 1 file changed.')).toBeVisible();
  await expect(dialog.getByText('servers[0].service.target')).toBeVisible();
  await expect(dialog.getByText('server1:8002 → server1:8102')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('button', { name: 'New 1', exact: true }).click();
  await expect(compared.getByRole('row')).toHaveCount(2);

  await page.getByRole('tab', { name: 'Participants' }).click();
  const inspector = await openInHistory(page, 'site-1');
  const older = inspector.getByRole('article', { name: 'Kit of run 1' });
  await expect(older.getByText('Superseded by the kit of run 2.')).toBeVisible();
  await expect(inspector.getByRole('article', { name: 'Kit of run 2' })).toContainText('Current');
}

async function takeReceipt({ app, cli, workspace }: Given): Promise<void> {
  const { page } = app;
  await runWith(cli, { name: 'thorax', sites });
  const kits = await cli.call<Kit[]>('kits.list');
  const of = (name: string) => kits.find(({ participant }) => participant === name)?.fingerprint256 ?? '';
  const inspector = await openKit(page, 'site-1');
  const record = await handOver(inspector, 'Radiology');
  const paper = await saveReceipt(app, record, workspace);
  for (const said of [of('site-1'), 'Radiology', 'openssl x509 -noout -fingerprint -sha256'])
    expect(paper).toContain(said);

  await record.getByRole('button', { name: 'Record receipt' }).click();
  await record.getByLabel('Through').fill('Telephone');
  await record.getByLabel('Fingerprint they read').fill(of('site-2'));
  await record.getByRole('button', { name: 'Compare and record' }).click();
  await expect(record.getByText('The receipt was not recorded')).toBeVisible();
  await expect(record.getByText(/not the fingerprint of the kit of site-1/)).toBeVisible();
  await record.getByLabel('Fingerprint they read').fill(of('site-1').replaceAll(':', ' ').toLowerCase());
  await record.getByRole('button', { name: 'Compare and record' }).click();
  await expect(record.getByText('Confirmed')).toBeVisible();
  await inspector.getByRole('button', { name: 'Close the inspector' }).click();
  await expect(row(table(page, 'Kits'), 'site-1')).toContainText('Has the current kit');

  await runWith(cli, { name: 'thorax', sites, port: 8102 });
  await expect(row(table(page, 'Kits'), 'site-1')).toContainText('Has an older kit');
  await page.getByRole('button', { name: 'Has an older kit 1', exact: true }).click();
  await expect(table(page, 'Kits').getByRole('row')).toHaveCount(2);
  const trail = await cli.call<{ rows: { action: string; result: string }[] }>('audit.list', {});
  const confirmations = trail.rows.filter(({ action }) => action === 'kits.confirmHandover');
  expect(confirmations.map(({ result }) => result).sort()).toEqual(['failed', 'ok']);
}

/** Of all in the table, those that can leave: not the server, and nobody that has no current kit. */
async function disableAll(page: Page, count: number): Promise<void> {
  const people = table(page, 'Participants with kits');
  await people.focus();
  await page.keyboard.press(`${mod}+a`);
  await page.getByRole('button', { name: `Disable ${count}`, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Disable ${count} participants?` });
  await expect(dialog.getByText('nvflare system disable-client site-1')).toBeVisible();
  await expect(dialog.getByText('no command that turns an admin away')).toBeVisible();
  await dialog.getByLabel('Reason').fill('The study is over');
  await dialog.getByRole('button', { name: `Disable ${count} participants` }).click();
  await expect(dialog).toBeHidden();
  for (const name of ['site-1', 'admin@example.org'])
    await expect(row(people, name)).toContainText('Disabled');
  await expect(row(people, 'server1')).toContainText('Active');
}

test('a disabled participant is left out of runs and comes back with its key', async ({
  app: { page },
  cli,
}) => {
  const projectId = await runWith(cli, { name: 'thorax', sites });
  const [before] = (await cli.call<Kit[]>('kits.list')).filter(({ participant }) => participant === 'site-2');
  await openHistory(page, 'thorax');
  const inspector = await openInHistory(page, 'site-2');
  await inspector.getByRole('button', { name: 'Disable site-2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Disable site-2?' });
  await expect(dialog.getByText('NVFlare has no revocation.')).toBeVisible();
  await expect(dialog.getByText('nvflare system disable-client site-2')).toBeVisible();
  await dialog.getByRole('button', { name: 'Disable site-2' }).click();
  await expect(dialog.getByText(/Why is it disabled/)).toBeVisible();
  await dialog.getByLabel('Reason').fill('Left the study');
  await dialog.getByRole('button', { name: 'Disable site-2' }).click();
  await expect(inspector.getByText('Disabled: the next run leaves it out')).toBeVisible();

  const refused = await cli.answer(['call', 'kits.exportZip', JSON.stringify({ kitIds: [before?.id] })]);
  expect(refused.code).not.toBe(0);
  expect(refused.stdout + refused.stderr).toContain('site-2 is disabled in thorax');
  const { runId } = await cli.call<{ runId: string }>('provisioning.start', { projectId });
  const names = (await cli.call<Kit[]>('kits.list')).map(({ participant }) => participant);
  expect(names.sort()).toEqual(['admin@example.org', 'server1', 'site-1']);
  await expect(inspector.getByText('Not current: a later run left the participant out.')).toBeVisible();

  await inspector.getByRole('link', { name: 'Run 1' }).click();
  const kit = page.getByRole('complementary');
  await expect(kit.getByText('site-2 is disabled')).toBeVisible();
  await kit.getByRole('button', { name: 'Record', exact: true }).click();
  await kit.getByLabel('Recipient').fill('Archive');
  await kit.getByLabel('Method').fill('USB stick');
  await kit.getByRole('button', { name: 'Record hand-over' }).click();
  await page.getByRole('button', { name: 'Hand it out all the same' }).click();
  await expect(kit.getByRole('listitem').filter({ hasText: 'Archive' })).toBeVisible();

  await page.evaluate((id) => (window.location.hash = `#/runs/${id}`), runId);
  await expect(page.getByText('Left out, as disabled')).toBeVisible();
  await expect(row(table(page, 'Changes'), 'site-2')).toContainText('Disabled');
  await openProject(page, 'thorax');
  await expect(row(table(page, 'Participants'), 'site-2')).toContainText('Disabled');
  await expect((await openParticipant(page, 'site-2')).getByText('Left the study')).toBeVisible();

  await openHistory(page, 'thorax');
  await (await openInHistory(page, 'site-2')).getByRole('button', { name: 'Enable' }).click();
  await expect(inspector.getByText('Disabled: the next run leaves it out')).toBeHidden();
  await disableAll(page, 2);
  await cli.call('projects.enableParticipant', { projectId, participant: 'site-1' });
  await cli.call('projects.enableParticipant', { projectId, participant: 'admin@example.org' });
  await cli.call('provisioning.start', { projectId });
  const after = (await cli.call<Kit[]>('kits.list')).find(({ participant }) => participant === 'site-2');
  expect(after?.fingerprint256).toBe(before?.fingerprint256);
});

/** A second record, of somebody who did not get it, is taken back. */
async function withdrawMistake(inspector: Locator): Promise<void> {
  await inspector.getByRole('button', { name: 'Record', exact: true }).click();
  await inspector.getByLabel('Recipient').fill('Nobody');
  await inspector.getByLabel('Method').fill('Courier');
  await inspector.getByRole('button', { name: 'Record hand-over' }).click();
  const mistaken = inspector.getByRole('listitem').filter({ hasText: 'Nobody' });
  await mistaken.getByRole('button', { name: 'Withdraw' }).click();
  const ask = inspector.page().getByRole('dialog', { name: 'Withdraw this record?' });
  await expect(ask).toContainText('Nobody did not get the kit of site-1');
  await ask.getByRole('button', { name: 'Withdraw record' }).click();
  await expect(mistaken).toHaveCount(0);
  await expect(inspector.getByRole('listitem').filter({ hasText: 'Radiology' })).toHaveCount(1);
}

async function copyFolder({ app: { page, electron }, workspace }: Given): Promise<void> {
  await answerOpenDialog({ electron }, workspace.home);
  const inspector = await openKit(page, 'site-1');
  await inspector.getByRole('button', { name: 'Copy as folder' }).click();
  // A browser has no dialog of the system: it begins at the home directory and takes that.
  if (!electron) await page.getByRole('button', { name: 'Choose this folder' }).click();
  const record = page.getByRole('button', { name: 'Record hand-over' });
  // A note stays while the pointer is on it.
  await page.locator('[data-sonner-toast]').filter({ has: record }).hover();
  await record.click();
  const dialog = page.getByRole('dialog', { name: 'Who got the kit of site-1?' });
  await dialog.getByLabel('Recipient').fill('Radiology');
  await dialog.getByRole('button', { name: 'Record hand-over' }).click();
  await expect(dialog).toBeHidden();
  await withdrawMistake(inspector);
  await inspector.getByRole('button', { name: 'Close the inspector' }).click();
  await expect(row(table(page, 'Kits'), 'site-1')).toContainText('Has the current kit');
}

test('kits of several runs are compared and handed over', async ({ app, cli, workspace }) => {
  test.setTimeout(3 * 180_000);
  const given = { app, cli, workspace };
  await test.step('two runs are compared, participant by participant', () => compareRuns(given));
  await test.step('a receipt takes the fingerprint of the kit, and no other', () => takeReceipt(given));
  await app.page.getByRole('button', { name: 'Has an older kit 1', exact: true }).click();
  await test.step('kits that were copied as folders are offered to be recorded', () => copyFolder(given));
});
