import type { KitSummary } from '../preload/contract/kits';
import type { CommandLine } from './fixtures/command-line';
import { projectFile } from './fixtures/project-files';
import { type RunningApp, expect, test } from './fixtures/test';
import {
  addParticipant,
  askProvision,
  expectRun,
  openParticipant,
  openProject,
  provision,
  saveProject,
} from './pages/projects';
import { openSection, row, table, textField, title } from './pages/shell';
import { needPeer, peers } from './servers/peers';

test.beforeEach(() => {
  needPeer(peers.nvflare());
  // Several runs of the CLI each.
  test.setTimeout(180_000);
});

const text = projectFile({ name: 'years', sites: ['site-1', 'site-2'] });

interface Given {
  app: RunningApp;
  cli: CommandLine;
}

async function addAndChange({ app: { page }, cli }: Given): Promise<void> {
  const current = async () =>
    new Map((await cli.call<KitSummary[]>('kits.list')).map((kit) => [kit.participant, kit]));
  await cli.call('projects.import', { text });
  await openProject(page, 'years');
  await provision(page);
  const before = await current();

  await page.getByRole('button', { name: 'Open project' }).click();
  const inspector = await addParticipant(page, 'Site');
  await textField(inspector, 'Name').fill('site-3');
  await textField(inspector, 'Organisation').fill('example');
  await saveProject(page);
  await expect(page.getByRole('note').filter({ hasText: '1 participant without a kit' })).toBeVisible();
  let dialog = await askProvision(page);
  await expect(dialog.getByRole('radio', { name: /^Only what is new \(1\)/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Provision 1 new' }).click();
  await expectRun(page, 'Succeeded');
  await expect(table(page, 'Kits of the run').getByRole('row')).toHaveCount(2);
  await expect(row(table(page, 'Kits of the run'), 'site-3')).toBeVisible();
  const after = await current();
  expect([...after.keys()].toSorted()).toEqual([...before.keys(), 'site-3'].toSorted());
  for (const [name, kit] of before) expect(after.get(name)?.id).toBe(kit.id);

  await page.getByRole('button', { name: 'Open project' }).click();
  const server = await openParticipant(page, 'server1');
  const hosts = textField(server, 'Further host names');
  await hosts.fill('other.example.org');
  await hosts.press('Enter');
  await saveProject(page);
  dialog = await askProvision(page);
  await expect(dialog.getByRole('list', { name: 'What has changed' })).toContainText(
    'Its certificate does not cover other.example.org.',
  );
  await expect(dialog.getByRole('radio', { name: /^Renew \(1\)/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Renew 1 certificate' }).click();
  await expectRun(page, 'Succeeded');
  const last = await current();
  expect(last.get('server1')?.fingerprint256).not.toBe(before.get('server1')?.fingerprint256);
  expect(last.get('site-1')?.id).toBe(before.get('site-1')?.id);
}

async function renewChosen({ app: { page }, cli }: Given): Promise<void> {
  const fingerprints = async () =>
    new Map((await cli.call<KitSummary[]>('kits.list')).map((kit) => [kit.participant, kit.fingerprint256]));
  const before = await fingerprints();
  await page.getByRole('button', { name: 'Open project' }).click();
  for (const name of ['site-1', 'site-2']) {
    const inspector = await openParticipant(page, name);
    await textField(inspector, 'Organisation').fill('other_org');
  }
  await saveProject(page);
  const dialog = await askProvision(page);
  await expect(dialog.getByRole('radio', { name: /^Renew \(2\)/ })).toBeChecked();
  const which = dialog.getByRole('grid', { name: 'Which certificates to renew' });
  await expect(which.getByRole('row', { selected: true })).toHaveCount(2);
  await expect(row(which, 'site-2')).toContainText('Other organisation');

  await which.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('button', { name: 'Renew 0 certificates' })).toBeDisabled();
  await page.keyboard.press('Space');
  await expect(row(which, 'site-2')).toHaveAttribute('aria-selected', 'true');
  await dialog.getByRole('button', { name: 'Renew 1 certificate' }).click();
  await expectRun(page, 'Succeeded');
  await expect(table(page, 'Kits of the run').getByRole('row')).toHaveCount(2);
  await expect(row(table(page, 'Kits of the run'), 'site-2')).toBeVisible();
  const after = await fingerprints();
  expect(after.get('site-2')).not.toBe(before.get('site-2'));
  expect(after.get('site-1')).toBe(before.get('site-1'));
}

test('what a changed project needs is provisioned', async ({ app, cli }) => {
  test.setTimeout(2 * 180_000);
  const given = { app, cli };
  await test.step('a site that is added gets a kit alone, and a changed host is offered for renewal', () =>
    addAndChange(given));
  await test.step('of several that need renewal, those that were chosen get it', () => renewChosen(given));
});

async function renewFromBoard({ app: { page }, cli }: Given): Promise<void> {
  await cli.call('projects.import', { text });
  await openProject(page, 'years');
  await provision(page);
  await openSection(page, 'Certificates');
  const board = table(page, 'Certificates');
  const fingerprint = async (name: string) =>
    (await cli.call<KitSummary[]>('kits.list')).find(({ participant }) => participant === name)
      ?.fingerprint256;
  const before = await Promise.all(['site-1', 'site-2', 'server1'].map(fingerprint));
  for (const name of ['site-1', 'site-2']) await row(board, name).getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Renew 2 certificates' }).click();
  const question = page.getByRole('dialog', { name: 'Renew 2 certificates of years?' });
  await question.getByRole('button', { name: 'Renew 2 certificates' }).click();
  await expectRun(page, 'Succeeded');
  await expect(table(page, 'Kits of the run').getByRole('row')).toHaveCount(3);
  const after = await Promise.all(['site-1', 'site-2', 'server1'].map(fingerprint));
  expect(after.map((value, index) => value === before[index])).toEqual([false, false, true]);
}

async function rotateCa({ app: { page } }: Given): Promise<void> {
  await openSection(page, 'Certificates');
  await row(table(page, 'Certificates'), 'CA').getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Rotate the CA' }).click();
  await expect(title(page, 'CA of years')).toBeVisible();
  await page.getByRole('button', { name: 'Rotate the CA' }).click();
  const question = page.getByRole('dialog', { name: 'Rotate the CA?' });
  await question.getByRole('textbox').fill('years');
  await question.getByRole('button', { name: 'Rotate the CA' }).click();
  await expectRun(page, 'Succeeded');
  const run = await page.evaluate(() => window.location.hash);
  await page.getByRole('button', { name: 'Show rotation' }).click();
  const list = table(page, 'New kits');
  await expect(list.getByText('To hand over')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Back to the old CA' })).toBeVisible();
  await openSection(page, 'Overview');
  await page.getByRole('link', { name: /the CA is being rotated, 4 of 4 still need their new kit/ }).click();
  await list.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Record hand-over' }).click();
  const record = page.getByRole('dialog', { name: 'Who got 4 kits?' });
  await record.getByLabel('Recipient').fill('Somebody');
  await record.getByLabel('Method').fill('Courier');
  await record.getByLabel('Method').press('Enter');
  // It stays while it is pointed at.
  await page.locator('[data-sonner-toast]').filter({ hasText: 'Recorded: Somebody' }).hover();
  await expect(record).toBeHidden();
  await expect(list.getByText('Done')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Back to the old CA' })).toBeHidden();
  // Somebody recorded too much: what was not handed over is not out, and the way back is there again.
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(list.getByText('To hand over')).toHaveCount(4);
  await expect(page.getByRole('button', { name: 'Back to the old CA' })).toBeVisible();
  await list.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Record hand-over' }).click();
  await record.getByLabel('Recipient').fill('Somebody else');
  await record.getByLabel('Method').fill('Courier');
  await record.getByLabel('Method').press('Enter');
  await expect(list.getByText('Done')).toHaveCount(4);
  await expect(page.getByRole('listitem').filter({ hasText: 'Put the new kits in place' })).toHaveAttribute(
    'aria-current',
    'step',
  );
  await page.getByRole('button', { name: 'Finish rotation' }).click();
  await page
    .getByRole('dialog', { name: 'Finish the rotation?' })
    .getByRole('button', { name: 'Finish rotation' })
    .click();
  await expect(page.getByText('The rotation is finished. The old CA is removed.')).toBeVisible();
  await expect(page.getByText('What a rotation means')).toBeVisible();
  await expect(page.getByText(/Expires in 3\d\d days/)).toBeVisible();
  await page.evaluate((hash) => (window.location.hash = hash), run);
  await expect(page.getByText(/The rotation that this run began is over/)).toBeVisible();
  await expect(page.getByText(/Every key and every certificate is new/)).toBeVisible();
}

test('what comes to its end is replaced', async ({ app, cli }) => {
  test.setTimeout(2 * 180_000);
  const given = { app, cli };
  await test.step('certificates are renewed from the board', () => renewFromBoard(given));
  await test.step('a CA is rotated: everyone is ticked off by a hand-over, then it ends', () =>
    rotateCa(given));
});
