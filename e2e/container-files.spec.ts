import { randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { answerOpenDialog, saveTo } from './fixtures/dialogs';
import { noteOpened } from './fixtures/opened';
import type { RunningApp } from './fixtures/running-app';
import { expect, test } from './fixtures/test';
import { seriousInBothThemes } from './pages/axe';
import { addAgentHost, addEngineHost } from './pages/machines';
import { openSection, row, table, title } from './pages/shell';
import { type Dockerd, startDockerd, testImage } from './servers/dockerd';
import { freePort } from './servers/free-port';
import { startKeyAgent } from './servers/key-agent';
import { needPeer, peers } from './servers/peers';
import { type Sshd, startSshd } from './servers/sshd';

// One engine for all of them, on a machine that is reached through SSH.
test.describe.configure({ mode: 'default' });

let dockerd: Dockerd;
let sshd: Sshd;
test.beforeAll(async () => {
  needPeer(peers.sshd());
  dockerd = await startDockerd();
  sshd = await startSshd();
});
test.afterAll(async () => {
  await sshd?.end();
  await dockerd?.end();
});

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });
const script = (name: string, text: string) => dockerd.docker('exec', name, 'sh', '-ec', text);

async function openFiles(page: Page, name: string): Promise<void> {
  await openSection(page, 'Containers');
  await row(table(page, 'Containers'), name).click();
  await inspector(page).getByRole('button', { name: 'Files', exact: true }).click();
  await expect(title(page, `Files of ${name}`)).toBeVisible();
}

async function goTo(page: Page, typed: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Go to path' }).fill(typed);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
}

/** Uploads a folder: by the dialog of the system in a window, by that of the page in a browser. */
async function uploadFolder(app: RunningApp, folder: string): Promise<void> {
  await answerOpenDialog(app, folder);
  if (!app.electron) await app.page.getByLabel('Folder to upload').setInputFiles(folder);
  else await app.page.getByRole('button', { name: 'Upload folder' }).click();
}

test('the files of a container are changed while it runs, and looked at when it does not', async ({
  app,
  cli,
  workspace,
}) => {
  test.setTimeout(180_000);
  const { page } = app;
  dockerd.docker('run', '-d', '--network', 'none', '--name', 'trainer', testImage, 'sleep', '6000');
  script(
    'trainer',
    'mkdir -p /work; printf "of ff" > "/work/$(printf "\\377")"; echo lr=0.1 > /work/job.conf',
  );
  script('trainer', 'mkdir /work/old; ln -s /etc /work/old/etc; head -c 100 /dev/zero > /work/weights.bin');
  await addEngineHost(cli, sshd, 'north', dockerd.socket);
  await openFiles(page, 'trainer');
  await goTo(page, '/work');
  const list = table(page, 'Files');
  await row(list, '\\xff').click();
  await expect(inspector(page).getByRole('textbox', { name: /^Text of/ })).toHaveValue('of ff');
  await row(list, 'job.conf').click();
  const text = inspector(page).getByRole('textbox', { name: 'Text of job.conf' });
  await text.fill('lr=0.01\n');
  await inspector(page).getByRole('button', { name: 'Save in container' }).click();
  await expect(inspector(page).getByRole('button', { name: 'Discard changes' })).toBeHidden();
  expect(script('trainer', 'cat /work/job.conf')).toBe('lr=0.01');
  await text.fill('lr=0.5\n');
  script('trainer', 'echo lr=9 > /work/job.conf');
  await inspector(page).getByRole('button', { name: 'Save in container' }).click();
  await expect(page.getByText('The file was changed since it was opened.')).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Discard changes' }).click();

  await row(list, 'weights.bin').click();
  const saved = path.join(workspace.folder, 'weights.bin');
  await saveTo(app, saved, () => inspector(page).getByRole('button', { name: 'Download' }).click());
  expect(readFileSync(saved).equals(Buffer.alloc(100))).toBe(true);
  const folder = path.join(workspace.folder, 'data');
  mkdirSync(path.join(folder, 'inner'), { recursive: true });
  writeFileSync(path.join(folder, 'inner', 'rows.csv'), 'a,b\n');
  await uploadFolder(app, folder);
  // A task that goes file by file, on a machine that may have others.
  await expect(row(list, 'data')).toBeVisible({ timeout: 45_000 });
  expect(script('trainer', 'cat /work/data/inner/rows.csv')).toBe('a,b');

  await list.getByRole('row').filter({ hasText: 'old' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Delete', exact: true }).first().click();
  const ask = page.getByRole('dialog', { name: 'Delete old?' });
  await expect(ask).toContainText('1 file and 1 folder');
  await ask.getByRole('textbox').fill('old');
  await ask.getByRole('button', { name: 'Delete' }).click();
  await expect(row(list, 'old')).toBeHidden();
  expect(script('trainer', 'ls -d /etc')).toBe('/etc');

  dockerd.docker('stop', '-t', '0', 'trainer');
  await page.reload();
  await expect(page.getByText('The container does not run', { exact: true })).toBeVisible();
  await row(list, 'job.conf').click();
  await expect(text).toHaveValue('lr=9\n');
  await expect(inspector(page).getByRole('button', { name: 'Download' })).toBeVisible();
  await expect(inspector(page).getByRole('button', { name: 'Rename' })).toBeHidden();
  expect(await seriousInBothThemes(page)).toEqual([]);
  const { rows } = await cli.call<{ rows: { action: string }[] }>('audit.list', { limit: 40 });
  const actions = rows.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['containerFiles.save', 'containerFiles.remove']));
});

test('a service of a container is opened in the browser through SSH, and closed', async ({ launch, cli }) => {
  // A network of its own: that of the engine is shared with other engines of this machine.
  const subnet = `10.${randomInt(64, 128)}.${randomInt(256)}.0/29`;
  dockerd.docker('network', 'create', '--subnet', subnet, 'served');
  const published = await freePort();
  const serve =
    'mkdir /www; echo "from the container" > /www/index.html; httpd -p 9000 -h /www; exec httpd -f -p 8000 -h /www';
  const options = ['--network', 'served', '--expose', '9000', '-p', `127.0.0.1:${published}:8000`];
  dockerd.docker('run', '-d', '--name', 'board', ...options, testImage, 'sh', '-c', serve);
  const before = sshd.accepted();
  const agent = await startKeyAgent(sshd.keyFile);
  try {
    await addAgentHost(cli, sshd, 'north', { dockerSocket: dockerd.socket });
    const app = await launch(agent.env);
    const { page } = app;
    await expect(title(page, 'Overview')).toBeVisible();
    await openSection(page, 'Containers');
    await row(table(page, 'Containers'), 'board').click();
    const services = inspector(page).getByRole('region', { name: 'Services' });
    await expect(services).toContainText(`Published at port ${published} of the host`);
    await expect(services).toContainText('Not published, at 10.');
    for (const port of [8000, 9000]) {
      const button = services.getByRole('button', { name: `Open port ${port} in the browser` });
      expect(await openedBy(app, () => button.click())).toContain('from the container');
    }
    await expect(services.getByRole('button', { name: /^Close 127/ })).toHaveCount(2);
    await services
      .getByRole('button', { name: /^Close 127/ })
      .first()
      .click();
    await expect(services.getByRole('button', { name: /^Close 127/ })).toHaveCount(1);
    await expect.poll(() => sshd.accepted() - before).toBe(1);
    await app.close();
  } finally {
    dockerd.docker('rm', '-f', 'board');
    dockerd.docker('network', 'rm', 'served');
    await agent.end();
  }
});

/** What the browser shows that the page opens; a window asks the system for one. */
async function openedBy(app: RunningApp, trigger: () => Promise<void>): Promise<string> {
  if (!app.electron) {
    const [opened] = await Promise.all([app.page.context().waitForEvent('page'), trigger()]);
    await opened.waitForLoadState();
    const text = await opened.locator('body').innerText();
    await opened.close();
    return text;
  }
  const asked = await noteOpened(app.electron);
  await trigger();
  return (await fetch(await asked(), { headers: { connection: 'close' } })).text();
}
