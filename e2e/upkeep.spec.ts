import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { readPlainZip, readProtectedZip } from './fixtures/archives';
import type { CommandLine } from './fixtures/command-line';
import { built, root } from './fixtures/paths';
import { requestFrame, speakRaw } from './fixtures/raw-wire';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import type { RunningApp } from './fixtures/running-app';
import { type Workspace, expect, test } from './fixtures/test';
import { provisionSample } from './pages/every-page';
import { openSection, title } from './pages/shell';
import { addTasks, countTasks } from './pages/tasks';
import type { Keyring } from './servers/keyring';
import { needPeer, peers } from './servers/peers';

const waiting = /takes the place of what is here at the next start/;
const replacing = 'Replace what is here with this backup';

async function openUpkeep({ page }: RunningApp): Promise<void> {
  await openSection(page, 'Settings');
  await page.getByRole('link', { name: /^Backups, clean-up/ }).click();
  await expect(title(page, 'Upkeep')).toBeVisible();
}

/** Chooses a backup of the home directory to restore. */
async function chooseFile(app: RunningApp, file: string): Promise<void> {
  await answerOpenDialog(app, file);
  await app.page.getByRole('button', { name: 'Restore from a file' }).click();
  if (app.electron) return;
  const picker = app.page.getByRole('dialog', { name: 'Choose a backup to restore' });
  await picker.getByText(path.basename(file), { exact: true }).click();
  await picker.getByRole('button', { name: 'Open' }).click();
}

async function createProject(cli: CommandLine, name: string): Promise<void> {
  const templates = await cli.call<{ id: string }[]>('projects.templates');
  await cli.call('projects.create', { templateId: templates[0]?.id, name });
}

test('a backup is made, and brings back what was deleted since', async ({ launch, cli, workspace }) => {
  test.setTimeout(180_000);
  needPeer(peers.nvflare());
  const { projectId, runId } = await provisionSample(cli, 'trial');
  const state = path.join(workspace.data, 'projects', projectId, 'runs', runId, 'state', 'cert.json');
  const ca = readFileSync(state, 'utf8');
  const first = await launch();
  await openUpkeep(first);
  await first.page.getByRole('button', { name: 'Back up now' }).click();
  const list = first.page.getByRole('list', { name: 'Backups' });
  await expect(list.getByText('Made by hand')).toBeVisible();
  const [backup = ''] = readdirSync(path.join(workspace.data, 'backups'));
  expect(statSync(path.join(workspace.data, 'backups', backup)).mode & 0o777).toBe(0o600);

  const status = (words: string) => expect(first.page.getByText(words, { exact: true })).toBeVisible();
  await status('Backed up');
  await cli.call('provisioning.start', { projectId });
  await first.page.getByRole('link', { name: 'Settings' }).first().click();
  await openUpkeep(first);
  await status('Something was made since the newest backup');

  await cli.call('projects.remove', { projectId, confirmName: 'trial' });
  expect(existsSync(state)).toBe(false);
  await createProject(cli, 'since');

  await list.getByRole('button', { name: /^Restore the backup of/ }).click();
  const dialog = first.page.getByRole('dialog', { name: replacing });
  await expect(dialog.getByText(/with the CA and keys of run 1/)).toBeVisible();
  await expect(dialog.getByText(/What the audit trail says since then/)).toBeVisible();
  await expect(dialog.getByText('The whole project, as it is not in the backup.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(first.page.getByText(waiting)).toBeVisible();
  expect(existsSync(state)).toBe(false);
  await first.close();

  const second = await launch();
  await openUpkeep(second);
  await expect(second.page.getByText(/ was restored$/)).toBeVisible();
  await expect(second.page.getByText('Before a restore')).toBeVisible();
  expect(readFileSync(state, 'utf8')).toBe(ca);
  const { projects } = await cli.call<{ projects: { name: string }[] }>('projects.list');
  expect(projects.map(({ name }) => name)).toEqual(['trial']);
  const trail = await cli.call<{ rows: { action: string; subject: string }[] }>('audit.list', { limit: 5 });
  expect(trail.rows).toContainEqual(expect.objectContaining({ action: 'upkeep.restore', subject: backup }));
  // From the same CA: kits that are out go on working.
  await cli.call('provisioning.start', { projectId });
});

test('a backup goes to another machine behind its passphrase', async ({ launch, cli, workspace }) => {
  await createProject(cli, 'travels');
  const first = await launch();
  await openUpkeep(first);
  const file = path.join(workspace.home, 'carried.zip');
  await first.page.getByRole('button', { name: 'Export' }).click();
  const form = first.page.getByRole('dialog', { name: 'Export a backup' });
  await saveTo(first, file, () => form.getByRole('button', { name: 'Export' }).click());
  const shown = first.page.getByRole('dialog', { name: 'The backup is exported' });
  const passphrase = (await shown.getByLabel('Passphrase').textContent()) ?? '';
  expect((await readProtectedZip(file, passphrase)).get('backup.json')).toContain('travels');
  await shown.getByRole('button', { name: 'Copy' }).click();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toBeHidden();
  await first.close();

  const elsewhere = path.join(workspace.folder, 'elsewhere');
  const second = await launch({ FEDWRIGHT_DATA: elsewhere });
  const { page } = second;
  // A machine without projects says where those of another one come in.
  await page.getByRole('link', { name: 'Restore a backup' }).click();
  await expect(title(page, 'Upkeep')).toBeVisible();
  await chooseFile(second, file);
  const unlock = page.getByRole('dialog', { name: 'Restore a backup' });
  await unlock.getByLabel('Passphrase').fill('WRONG');
  await unlock.getByRole('button', { name: 'Open' }).click();
  await expect(unlock.getByText('The passphrase does not open this backup.')).toBeVisible();
  await unlock.getByLabel('Passphrase').fill(passphrase);
  await unlock.getByRole('button', { name: 'Open' }).click();
  const confirm = page.getByRole('dialog', { name: replacing });
  await expect(confirm.getByText('travels')).toBeVisible();
  await confirm.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText(waiting)).toBeVisible();
  await page.getByRole('button', { name: 'Call it off' }).click();
  await expect(page.getByText(waiting)).toBeHidden();
  await second.close();

  // The command line does it at once, and takes the passphrase from standard input only.
  const input = JSON.stringify({ grantId: file, passphrase });
  const refused = await cli.run(['--data', elsewhere, 'call', 'upkeep.describeBackup', input]);
  expect(refused.code).toBe(2);
  expect(refused.stdout).toContain('standard input only');
  const restored = spawnSync(process.execPath, [built.cli, '--data', elsewhere, 'restore', file], {
    ...{ cwd: root, env: workspace.env, input: `${passphrase}\n`, encoding: 'utf8' },
  });
  expect(JSON.parse(restored.stdout)).toMatchObject({ restored: 'carried.zip' });
  const { stdout } = await cli.answer(['--data', elsewhere, 'call', 'projects.list']);
  expect(stdout).toContain('travels');
});

/** The app, with a project that has had a run. */
interface Given {
  app: RunningApp;
  cli: CommandLine;
  workspace: Workspace;
  keychain: Keyring | null;
  projectId: string;
  runId: string;
}

async function cleanUp({ app, cli, workspace, projectId, runId }: Given): Promise<void> {
  for (let run = 2; run <= 3; run += 1) await cli.call('provisioning.start', { projectId });
  await openUpkeep(app);
  const { page } = app;
  await expect(page.getByRole('list', { name: 'Disk use' }).getByText('Project trial')).toBeVisible();
  await expect(page.getByText('Nothing to clean up.')).toBeVisible();
  await page.getByLabel('Succeeded runs to keep of each project').fill('1');
  const plan = page.getByRole('list', { name: 'What can be removed' });
  await expect(plan.getByRole('checkbox')).toHaveCount(2);
  expect(await cli.call('upkeep.cleanPlan')).toMatchObject({ items: [] });
  await page.getByRole('button', { name: 'Keep for the next time' }).click();
  await expect(page.getByText('What a clean-up leaves is saved for the next time')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Succeeded runs to keep of each project')).toHaveValue('1');
  await expect(plan.getByRole('checkbox')).toHaveCount(2);
  expect((await cli.call<{ items: unknown[] }>('upkeep.cleanPlan')).items).toHaveLength(2);
  const trail = await cli.call<{ rows: object[] }>('audit.list', { search: 'settings.update' });
  expect(trail.rows).toMatchObject([{ action: 'settings.update', result: 'ok' }]);
  await plan.getByLabel('Run 2 of trial').uncheck();
  await page.getByRole('button', { name: /^Remove \d/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove one thing for good' });
  await expect(dialog.getByText('Run 1 of trial')).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(/^One thing removed, .* freed\.$/)).toBeVisible();
  expect(existsSync(path.join(workspace.data, 'projects', projectId, 'runs', runId))).toBe(false);
  await expect(plan.getByRole('checkbox')).toHaveCount(1);
  const runs = await cli.call<{ number: number }[]>('provisioning.runs', { projectId });
  expect(runs.map(({ number }) => number)).toEqual([3, 2]);

  await page.getByLabel('Remove finished tasks after').fill('0');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('A whole number from 1 to 3650.')).toBeVisible();
  await page.getByLabel('Remove finished tasks after').fill('365');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('What is kept of finished tasks is saved')).toBeVisible();
  await app.close();
  addTasks(workspace.data, { count: 300, daysAgo: 300 });
  addTasks(workspace.data, { count: 7, daysAgo: 400 });
  expect(await cli.call('settings.get')).toMatchObject({ keepTaskDays: 365 });
  // Every start looks: that of the command line has been one.
  expect(countTasks(workspace.data, 365)).toBe(0);
  expect(countTasks(workspace.data, 299)).toBe(300);
}

async function saveDiagnostics({ app, workspace, keychain }: Given): Promise<void> {
  const canary = 'canary-k3v-9qx-password';
  await openSection(app.page, 'Projects');
  const setting = requestFrame('set', 'settings/setPackageIndexPassword', { password: canary });
  if (keychain) await speakRaw(app.page, [setting], ['set']);
  await openUpkeep(app);
  const file = path.join(workspace.folder, 'diagnostics.zip');
  await saveTo(app, file, () => app.page.getByRole('button', { name: 'Save diagnostics' }).click());
  const zip = readPlainZip(file);
  expect(zip.names).toContain('status.json');
  for (const name of zip.names) {
    const text = zip.text(name);
    expect(text, name).not.toContain(canary);
    expect(text, name).not.toContain('-----BEGIN');
  }
  expect(zip.text('files.json')).toContain('state/cert.json');
}

test('runs are looked at and cleaned up', async ({ app, cli, workspace, keychain }) => {
  test.setTimeout(180_000 + 90_000);
  needPeer(peers.nvflare());
  const given = { app, cli, workspace, keychain, ...(await provisionSample(cli, 'trial')) };
  await test.step('diagnostics hold no secret', () => saveDiagnostics(given));
  await test.step('old runs go, with what they take; the newest stays', () => cleanUp(given));
});
