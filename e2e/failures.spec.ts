import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { passwordAccount } from './fixtures/password-account';
import { asRoot } from './fixtures/chromium-flags';
import { root } from './fixtures/paths';
import { projectFile, siteNames } from './fixtures/project-files';
import { type RunningApp, expect, test as base } from './fixtures/test';
import {
  createProject,
  expectRun,
  openParticipant,
  openProject,
  provision,
  provisionAgain,
} from './pages/projects';
import { openSection, openTray, title } from './pages/shell';
import { startChild } from './servers/child';
import { startKeyring } from './servers/keyring';
import { makeMovablePython } from './servers/movable-python';
import { electronExecutable, needPeer, peers } from './servers/peers';
import { findMarked } from './servers/processes';
import { type SmallDisk, makeUnwritable, mountSmallDisk } from './servers/small-disk';

// What breaks around the app: each gives a clear state, and afterwards it works again.

interface Fixtures {
  /** Mounts a disk of this size as the data directory. */
  smallDisk: (size: string) => SmallDisk;
  /** Makes a folder of the data directory unwritable; the function it returns gives it back. */
  unwritable: (name: string) => () => void;
}

const test = base.extend<Fixtures>({
  smallDisk: async ({ workspace }, use) => {
    needPeer(peers.mounts());
    const mounted: SmallDisk[] = [];
    await use((size) => {
      const disk = mountSmallDisk(workspace.data, size);
      mounted.push(disk);
      return disk;
    });
    for (const disk of mounted) disk.unmount();
  },
  unwritable: async ({ workspace }, use) => {
    needPeer(peers.mounts());
    const mounted: { unmount(): void }[] = [];
    await use((name) => {
      const mount = makeUnwritable(path.join(workspace.data, name));
      mounted.push(mount);
      return mount.unmount;
    });
    for (const mount of mounted) mount.unmount();
  },
});

const project = (name: string, sites: number) => projectFile({ name, sites: siteNames(sites) });

/** The panel that says why a run made no kits. */
const failure = (page: Page) => page.getByRole('alert').filter({ hasText: /made no kits/ });

/** Whether it was still there to be killed. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

const runAgain = async (page: Page) => {
  await page.getByRole('button', { name: 'Run again' }).click();
  await expectRun(page, 'Succeeded');
};

test('nvflare is killed in the middle of a run', async ({ app: { page }, cli, workspace }) => {
  needPeer(peers.nvflare());
  await cli.call('projects.import', { text: project('killed', 40) });
  await openProject(page, 'killed');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  // As soon as it is seen: a short run may be over a moment later.
  const killed = () => findMarked(workspace.mark, /run_nvflare/).filter(({ pid }) => kill(pid)).length;
  await expect.poll(killed, { intervals: [20] }).toBeGreaterThan(0);
  await expectRun(page, 'Failed');
  await expect(failure(page)).toContainText(/killed|ended|SIGKILL/i);
  await expect(failure(page)).toContainText(/again/i);
  await runAgain(page);
});

test('the Python of NVFlare is gone between two runs', async ({ launch, cli, workspace }) => {
  needPeer(peers.nvflare());
  const python = makeMovablePython(workspace.folder);
  const others = (workspace.env['PATH'] ?? '').split(path.delimiter).slice(1);
  const { page } = await launch({ PATH: [python.bin, ...others].join(path.delimiter) });
  await cli.call('projects.import', { text: project('moved', 2) });
  await openProject(page, 'moved');
  await provision(page);

  python.moveAway();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expectRun(page, 'Failed');
  await expect(failure(page)).toContainText(/NVFlare/);
  await expect(failure(page)).toContainText(/Install|Choose|put/i);
  await openSection(page, 'Overview');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();

  python.putBack();
  await openProject(page, 'moved');
  await provisionAgain(page);
});

test('the disk fills up during a run', async ({ smallDisk, launch, cli }) => {
  needPeer(peers.nvflare());
  const disk = smallDisk('3m');
  const { page } = await launch();
  await cli.call('projects.import', { text: project('full', 60) });
  await openProject(page, 'full');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expectRun(page, 'Failed');
  await expect(failure(page)).toContainText(/disk|space/i);
  await expect(failure(page)).toContainText(/free/i);
  disk.resize('200m');
  await runAgain(page);
});

test('the disk is full to the last block', async ({ smallDisk, launch, cli }) => {
  const disk = smallDisk('20m');
  const { page } = await launch();
  await cli.call('projects.import', { text: project('blocked', 2) });
  await openProject(page, 'blocked');
  const inspector = await openParticipant(page, 'site-1');
  await inspector.getByLabel('Organisation').fill('after_all');
  disk.fill();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/disk is full|no space/i).first()).toBeVisible();
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  disk.free();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Unsaved changes')).toBeHidden();
});

test('a directory of the runs cannot be written', async ({ unwritable, app: { page }, cli }) => {
  needPeer(peers.nvflare());
  await cli.call('projects.import', { text: project('locked-out', 2) });
  await openProject(page, 'locked-out');
  const giveBack = unwritable('staging');
  await page.getByRole('button', { name: 'Provision', exact: true }).click();
  await expectRun(page, 'Failed');
  await expect(failure(page)).toContainText(/cannot be written|read-only|not be written/i);
  giveBack();
  await runAgain(page);
});

test('the data directory itself cannot be written', async ({ unwritable, cli, workspace, host }) => {
  mkdirSync(workspace.data, { recursive: true });
  const giveBack = unwritable('.');
  if (host === 'electron') await expectWindowToSayWhy(workspace.env);
  else {
    const { code, stdout } = await cli.run(['serve', '--port', '0']);
    expect(code, stdout).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ code: 'STORAGE', hint: expect.stringMatching(/\S/) });
  }
  giveBack();
  await cli.call('projects.list');
});

/** The window shows a box with the reason, which waits for a person; the terminal has it as well. */
async function expectWindowToSayWhy(env: Record<string, string>): Promise<void> {
  needPeer(peers.electron() ?? peers.display());
  const app = startChild(electronExecutable() ?? '', [...asRoot, root], { env });
  await app.seen(/Fedwright cannot start/);
  await app.seen(/cannot be (used|written)/);
  await app.end('SIGKILL');
}

test.describe('the keychain', () => {
  /** Tries to keep a password and resolves to the page's notes about it. */
  async function keepPassword(page: Page): Promise<void> {
    await openSection(page, 'Settings');
    await page.getByLabel('Password').fill('a password for the index');
    await page.getByRole('button', { name: 'Set password' }).click();
  }

  test('is locked: it is said, nothing is kept, and it works once it is open', async ({
    launch,
    workspace,
  }) => {
    needPeer(peers.keyring());
    const keyring = await startKeyring();
    try {
      await keyring.lock();
      const { page } = await launch(keyring.env);
      await expect(page.getByText(/keychain is locked|does not answer/i).first()).toBeVisible({
        timeout: 20_000,
      });
      await keepPassword(page);
      await expect(page.getByText(/unlock/i).first()).toBeVisible();
      expect(keyring.lookup(passwordAccount(workspace.data))).toBeNull();
      await expectUsable(page);

      await keyring.unlock();
      await expect(async () => {
        await keepPassword(page);
        await expect(page.getByText(/One is set\. Kept in the keychain/)).toBeVisible({ timeout: 3000 });
      }).toPass({ timeout: 40_000 });
      expect(keyring.lookup(passwordAccount(workspace.data))).toBe('a password for the index');
    } finally {
      await keyring.end();
    }
  });

  test('is absent: secrets are kept in memory, and it is said', async ({ launch }) => {
    const nothing = { DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' };
    const first: RunningApp = await launch(nothing);
    await expect(first.page.getByText(/No keychain can be used here/).first()).toBeVisible();
    await keepPassword(first.page);
    await expect(first.page.getByText(/One is set\. Kept in memory/)).toBeVisible();
    await expectUsable(first.page);
    if (!peers.nvflare()) await provision(first.page);
  });

  async function expectUsable(page: Page): Promise<void> {
    await createProject(page, { name: 'still-works' });
    await expect(title(page, 'still-works')).toBeVisible();
    const tray = await openTray(page);
    await expect(tray).toBeVisible();
    await page.keyboard.press('Escape');
  }
});
