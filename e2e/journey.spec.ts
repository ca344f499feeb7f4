import { existsSync } from 'node:fs';
import { type Locator, type Page } from '@playwright/test';
import { opensWith7z, readPlainZip, readProtectedZip } from './fixtures/archives';
import { type RunningApp, type Workspace, expect, test } from './fixtures/test';
import { checkOf, dragKitOut, exportProtected, openKit } from './pages/kits';
import { addParticipant, createProject, openParticipant, provision, saveProject } from './pages/projects';
import { openSection, row, table, textField } from './pages/shell';
import { needPeer, peers } from './servers/peers';

// From the very first start on.
test.use({ seasoned: false });

test.beforeEach(() => needPeer(peers.nvflare()));

// What someone does who has read nothing: from a template to kits that have left the app.
test('from a template to kits that are handed over', async ({ app, workspace }) => {
  test.setTimeout(120_000);
  const { page } = app;
  await test.step('the first run offers ways to begin', () => startFresh(page));
  await test.step('create from the two-hospitals template', () =>
    createProject(page, { name: 'lung-study', org: 'example_org', serverHost: 'fl.study.example.org' }));
  await test.step('edit, and be told of a wrong value at its field', () => editProject(page));
  await test.step('provision with the real nvflare', () => provision(page));
  await test.step('the run has kits for everyone', () => seeKits(page));
  const inspector = await test.step('the kit of a site fits', () => inspectKit(page));
  await test.step('drag it out', () => dragOut(app, inspector, workspace));
  await test.step('export it protected', () => exportZip(app, inspector, workspace));
  await test.step('record who got it', () => handOver(inspector));
  await test.step('the trail holds all of it', () => verifyTrail(page));
});

async function startFresh(page: Page): Promise<void> {
  await expect(page.getByText(/NVFlare \d+\.\d+\.\d+/).first()).toBeVisible({ timeout: 30_000 });
  await expect(
    page
      .getByRole('button', { name: /template/i })
      .or(page.getByRole('link', { name: /template/i }))
      .first(),
  ).toBeVisible();
}

async function editProject(page: Page): Promise<void> {
  const participants = table(page, 'Participants');
  const first = participants.getByRole('row').filter({ hasText: 'Site' }).first();
  await first.click();
  const inspector = page.getByRole('complementary');
  const name = textField(inspector, 'Name');
  await name.fill('north clinic');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('region', { name: 'Problems' })).toContainText('north clinic');
  await name.fill('north-clinic');
  await expect(name).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('region', { name: 'Problems' })).toBeHidden();

  const added = await addParticipant(page, 'Site');
  await textField(added, 'Name').fill('south-clinic');
  await added.getByLabel('GPUs').fill('2');

  const server = await openParticipant(page, 'fl.study.example.org');
  await server.getByLabel('Port for sites').fill('99999');
  await expect(server.getByLabel('Port for sites')).toHaveAttribute('aria-invalid', 'true');
  await server.getByLabel('Port for sites').fill('8102');
  await server.getByLabel('Port for admins').fill('8102');
  await expect(server.getByLabel('Port for sites')).not.toHaveAttribute('aria-invalid', 'true');
  await saveProject(page);
}

async function seeKits(page: Page): Promise<void> {
  const kits = table(page, 'Kits of the run');
  for (const participant of ['fl.study.example.org', 'north-clinic', 'south-clinic'])
    await expect(row(kits, participant)).toBeVisible();
  await expect(page.getByRole('log')).toContainText('nvflare provision');
}

async function inspectKit(page: Page): Promise<Locator> {
  const server = await openKit(page, 'fl.study.example.org');
  for (const check of ['Chain', 'Key', 'Names']) await expect(checkOf(server, check)).toContainText('OK');
  await expect(server.getByText('fl.study.example.org').first()).toBeVisible();
  const inspector = await openKit(page, 'north-clinic');
  for (const check of ['Files', 'Chain', 'Key', 'Names', 'Validity'])
    await expect(checkOf(inspector, check)).toContainText('OK');
  await expect(inspector.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).first()).toBeVisible();
  return inspector;
}

async function dragOut(app: RunningApp, inspector: Locator, { folder }: Workspace): Promise<void> {
  const file = await dragKitOut(app, inspector, folder);
  expect(file).toMatch(/north-clinic.*\.zip$/);
  expect(existsSync(file)).toBe(true);
  const { names, text } = readPlainZip(file);
  const config = names.find((name) => name.endsWith('startup/fed_client.json')) ?? 'no fed_client.json';
  expect(text(config)).toContain('fl.study.example.org:8102');
  expect(names.some((name) => name.endsWith('startup/client.key'))).toBe(true);
}

async function exportZip(app: RunningApp, inspector: Locator, { folder }: Workspace): Promise<void> {
  const { file, password, dialog } = await exportProtected(app, inspector, folder);
  expect(password.length).toBeGreaterThanOrEqual(16);
  const texts = await readProtectedZip(file, password);
  expect([...texts.keys()].some((name) => name.endsWith('startup/client.key'))).toBe(true);
  await expect(readProtectedZip(file, `${password}x`)).rejects.toThrow();
  expect(opensWith7z(file, password)).not.toBe(false);
  expect(opensWith7z(file, `${password}x`)).not.toBe(true);
  await dialog.getByRole('button', { name: 'Copy' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toBeHidden();
}

async function handOver(inspector: Locator): Promise<void> {
  await inspector.getByRole('button', { name: 'Record', exact: true }).click();
  await inspector.getByLabel('Recipient').fill('IT of the north clinic');
  await inspector.getByLabel('Method').fill('In person');
  await inspector.getByRole('button', { name: 'Record hand-over' }).click();
  const record = inspector.getByRole('listitem').filter({ hasText: 'IT of the north clinic' });
  await expect(record).toContainText(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
}

async function verifyTrail(page: Page): Promise<void> {
  await openSection(page, 'Audit');
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible();
  for (const action of [
    'Create project',
    'Save project',
    'Provision',
    'Export kits as protected zip',
    'Record hand-over',
  ])
    await expect(row(table(page, 'Audit trail'), action).first()).toBeVisible();
}
