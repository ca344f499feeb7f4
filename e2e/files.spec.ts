import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import type { RunningApp } from './fixtures/running-app';
import { expect, test as base } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { addAgentHost } from './pages/machines';
import { mod, openTray, row, runCommand, table, title } from './pages/shell';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { type SilentProxy, startSilentProxy } from './servers/silent-proxy';
import { startSshd, type Sshd } from './servers/sshd';

/** A host, what of its disk is used, and the app on its files. */
const test = base.extend<{ sshd: Sshd; far: string; files: RunningApp; hostId: string }>({
  sshd: async ({}, use) => {
    needPeer(peers.sshd());
    const sshd = await startSshd();
    await use(sshd);
    await sshd.end();
  },
  far: async ({}, use) => {
    const far = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'fw-far-')));
    await use(far);
    rmSync(far, { recursive: true, force: true });
  },
  hostId: async ({ cli, sshd }, use) => use(await addAgentHost(cli, sshd)),
  files: async ({ launch, sshd, hostId, far }, use) => {
    const agent = await startKeyAgent(sshd.keyFile);
    const app = await launch(agent.env);
    // The address is the pairing's until the first page is there.
    await expect(title(app.page, 'Overview')).toBeVisible();
    await app.page.evaluate(
      ([id, typed]) => (location.hash = `#/hosts/${id}/files?typed=${encodeURIComponent(typed ?? '')}`),
      [hostId, far],
    );
    await expect(title(app.page, 'Files of north')).toBeVisible();
    await use(app);
    await app.close();
    await agent.end();
  },
});

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Uploads through the page: by the dialog of the system in a window, by that of the page in a browser. */
async function upload(app: RunningApp, file: string): Promise<void> {
  await answerOpenDialog(app, file);
  if (!app.electron) await app.page.getByLabel('Files to upload').setInputFiles(file);
  else await app.page.getByRole('button', { name: 'Upload', exact: true }).click();
}

interface Given {
  files: RunningApp;
  far: string;
}

async function openOddNames({ files, far }: Given): Promise<void> {
  const { page } = files;
  const raw = (bytes: number[]) => Buffer.concat([Buffer.from(`${far}/`), Buffer.from(bytes)]);
  writeFileSync(raw([0xff]), 'of ff');
  writeFileSync(raw([0xfe]), 'of fe');
  writeFileSync(path.join(far, 'two\nlines'), 'of lines');
  mkdirSync(path.join(far, "it's $(here)"));
  writeFileSync(path.join(far, "it's $(here)", 'inner.txt'), 'inner text');
  await page.reload();
  const list = table(page, 'Files');
  await row(list, '\\xff').click();
  await expect(inspector(page).getByRole('textbox', { name: /^Text of/ })).toHaveValue('of ff');
  await row(list, 'two\\x0alines').click();
  await expect(inspector(page).getByRole('textbox', { name: /^Text of/ })).toHaveValue('of lines');
  await row(list, '\\xfe').click();
  await inspector(page).getByRole('button', { name: 'Rename' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename \\xfe' });
  await dialog.getByLabel('New name').fill('../away');
  await expect(dialog.getByText('A name has no slash.')).toBeVisible();
  await dialog.getByLabel('New name').fill('named');
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(row(list, 'named')).toBeVisible();
  expect(readFileSync(path.join(far, 'named'), 'utf8')).toBe('of fe');
  await row(list, "it's $(here)").click();
  await expect(row(list, 'inner.txt')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Path' })
    .getByRole('button', { name: path.basename(far) })
    .click();
  await expect(row(list, 'named')).toBeVisible();
}

test('a text is edited, and not over what somebody else wrote meanwhile', async ({ files, far, cli }) => {
  const { page } = files;
  const file = path.join(far, 'site.conf');
  writeFileSync(file, 'port=8002\n', { mode: 0o640 });
  writeFileSync(path.join(far, 'other.conf'), '');
  await page.reload();
  await row(table(page, 'Files'), 'site.conf').click();
  const text = inspector(page).getByRole('textbox', { name: 'Text of site.conf' });
  await text.fill('port=8003\n');
  await page.keyboard.press(`${mod}+s`);
  await expect(inspector(page).getByRole('button', { name: 'Discard changes' })).toBeHidden();
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['port=8003\n', 0o640]);
  await text.fill('port=8004\n');
  writeFileSync(file, 'port=9000\n');
  await inspector(page).getByRole('button', { name: 'Save on host' }).click();
  await expect(page.getByText('The file was changed since it was opened.')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe('port=9000\n');
  // Another file would take the place of what was typed.
  await row(table(page, 'Files'), 'other.conf').click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await expect(text).toHaveValue('port=8004\n');
  await inspector(page).getByRole('button', { name: 'Discard changes' }).click();
  await inspector(page).getByRole('button', { name: 'Permissions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Permissions of site.conf' });
  await dialog.getByLabel('Octal').fill('600');
  await dialog.getByRole('button', { name: 'Change permissions' }).click();
  await expect(row(table(page, 'Files'), 'site.conf')).toContainText('rw-------');
  const trail = await cli.call<{ rows: { action: string }[] }>('audit.list', { limit: 20 });
  const actions = trail.rows.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['remoteFiles.save', 'remoteFiles.setMode']));
});

test('files go up and down and are the same, folders are made and deleted', async ({
  files,
  far,
  workspace,
}) => {
  const { page } = files;
  const source = path.join(workspace.folder, 'model.bin');
  writeFileSync(source, randomBytes(2_000_003));
  // Before the host has given the folder.
  const early = path.join(workspace.folder, 'early.txt');
  writeFileSync(early, 'early');
  await upload(files, early);
  await expect(row(table(page, 'Files'), 'early.txt')).toBeVisible();
  await page.getByRole('button', { name: 'New folder' }).click();
  const naming = page.getByRole('dialog', { name: 'New folder' });
  await naming.getByLabel('Name').fill('models');
  await naming.getByRole('button', { name: 'Make folder' }).click();
  const list = table(page, 'Files');
  await row(list, 'models').click();
  await expect(page.getByRole('heading', { name: 'An empty folder' })).toBeVisible();
  await upload(files, source);
  await expect(row(list, 'model.bin')).toBeVisible();
  expect(hashOf(path.join(far, 'models', 'model.bin'))).toBe(hashOf(source));

  writeFileSync(source, randomBytes(1000));
  await upload(files, source);
  await page
    .getByRole('dialog', { name: 'Replace model.bin?' })
    .getByRole('button', { name: 'Replace' })
    .click();
  await expect(row(list, 'model.bin')).toContainText('1.0 kB');
  expect(hashOf(path.join(far, 'models', 'model.bin'))).toBe(hashOf(source));

  await row(list, 'model.bin').click();
  const saved = path.join(workspace.folder, 'saved.bin');
  await saveTo(files, saved, () => inspector(page).getByRole('button', { name: 'Download' }).click());
  expect(hashOf(saved)).toBe(hashOf(source));

  await makeFile(page, 'notes.txt');
  expect(readFileSync(path.join(far, 'models', 'notes.txt'), 'utf8')).toBe('');
  // What others do there is not seen until it is read again.
  mkdirSync(path.join(far, 'models', 'older'));
  writeFileSync(path.join(far, 'models', 'older', 'first.bin'), 'first');
  await page.getByRole('button', { name: 'Read the folder again' }).click();
  await expect(row(list, 'older')).toBeVisible();
  await downloadAll(files, ['model.bin', 'older'], workspace.home);
  await expect.poll(() => existsSync(path.join(workspace.home, 'older', 'first.bin'))).toBe(true);
  await expect.poll(() => existsSync(path.join(workspace.home, 'model.bin'))).toBe(true);
  expect(hashOf(path.join(workspace.home, 'model.bin'))).toBe(hashOf(source));
  rmSync(path.join(far, 'models', 'older'), { recursive: true });
  rmSync(path.join(far, 'models', 'notes.txt'));

  await inspector(page).getByRole('button', { name: 'Delete' }).click();
  const ask = page.getByRole('dialog', { name: 'Delete model.bin?' });
  await expect(ask).toContainText('1 file and 0 folders');
  await ask.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'An empty folder' })).toBeVisible();
  expect(readdirSync(path.join(far, 'models'))).toEqual([]);
});

/** Makes an empty file, whose name nothing else may have. */
async function makeFile(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New file' }).click();
  const naming = page.getByRole('dialog', { name: 'New file' });
  await naming.getByLabel('Name').fill('model.bin');
  await expect(naming.getByText('This name is taken.')).toBeVisible();
  await naming.getByLabel('Name').fill(name);
  await naming.getByRole('button', { name: 'Make file' }).click();
  await expect(row(table(page, 'Files'), name)).toContainText('0 B');
}

/** Selects these, and saves them into a folder of this machine, which is the first that a browser is shown. */
async function downloadAll(app: RunningApp, names: string[], folder: string): Promise<void> {
  const { page } = app;
  const list = table(page, 'Files');
  for (const name of names) await row(list, name).getByRole('checkbox').click();
  await answerOpenDialog(app, folder);
  await page.getByRole('button', { name: 'Download into a folder' }).click();
  if (!app.electron) {
    const picker = page.getByRole('dialog', { name: `Choose where to put ${names.length} entries` });
    await picker.getByRole('button', { name: 'Choose this folder' }).click();
  }
  for (const name of names) await row(list, name).getByRole('checkbox').click();
}

/** The host is reached on a way that can hold what is sent. */
const testHeld = test.extend<{ way: SilentProxy }>({
  way: async ({ sshd }, use) => {
    const way = await startSilentProxy(sshd);
    await use(way);
    await way.end();
  },
  hostId: async ({ cli, sshd, way }, use) => use(await addAgentHost(cli, { ...sshd, port: way.port })),
});

testHeld('an upload that was cut goes on where it was', async ({ files, far, way, sshd, workspace }) => {
  const { page } = files;
  const source = path.join(workspace.folder, 'large.bin');
  const whole = 8_000_000;
  writeFileSync(source, randomBytes(whole));
  await expect(page.getByRole('heading', { name: 'An empty folder' })).toBeVisible();
  way.holdAfter(whole / 2);
  await upload(files, source);
  const part = () => readdirSync(far).find((name) => name.endsWith('.part'));
  const size = () => (part() ? statSync(path.join(far, part() ?? '')).size : 0);
  await expect.poll(() => way.holds(), { timeout: 60_000 }).toBe(true);
  await expect.poll(size).toBeGreaterThan(0);
  await sshd.kill();
  const reached = size();
  expect(reached).toBeLessThan(whole);
  const tray = await openTray(page);
  await expect(tray.getByText('The connection to the host was lost.')).toBeVisible();
  await sshd.restart();
  way.letGo();
  await tray.getByRole('button', { name: /^Run again/ }).click();
  await expect.poll(() => readdirSync(far), { timeout: 60_000 }).toEqual(['large.bin']);
  expect(hashOf(path.join(far, 'large.bin'))).toBe(hashOf(source));
});

async function lookWithAxe({ files, far }: Given): Promise<void> {
  const { page } = files;
  mkdirSync(path.join(far, 'models'));
  writeFileSync(path.join(far, 'site.conf'), 'port=8002\n');
  await page.reload();
  await row(table(page, 'Files'), 'site.conf').click();
  await expect(inspector(page).getByRole('textbox', { name: 'Text of site.conf' })).toBeVisible();
  expect(await seriousInBothThemes(page)).toEqual([]);
}

async function showPicture({ files, far }: Given): Promise<void> {
  const { page } = files;
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
  writeFileSync(path.join(far, 'dot.png'), Buffer.from(dot, 'base64'));
  await runCommand(page, 'files of north', 'Files of north');
  await page.getByRole('textbox', { name: 'Go to path' }).fill(far);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await row(table(page, 'Files'), 'dot.png').click();
  const picture = inspector(page).getByRole('img', { name: 'dot.png' });
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
}

test('files of all kinds are found and shown', async ({ files, far }) => {
  test.setTimeout(3 * 90_000);
  const given = { files, far };
  await test.step('names that are no text lead to their own files, and to nothing else', () =>
    openOddNames(given));
  await test.step('nothing serious for axe on the files of a host', () => lookWithAxe(given));
  await test.step('a picture is shown, and the palette leads to the files of a host', () =>
    showPicture(given));
});
