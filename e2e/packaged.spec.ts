import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { CommandResult } from './fixtures/command-line';
import { asRoot } from './fixtures/chromium-flags';
import { launchPackaged } from './fixtures/launch-packaged';
import { filesWith } from './fixtures/leaks';
import { root } from './fixtures/paths';
import { type Workspace, expect, test } from './fixtures/test';
import { createProject, provision } from './pages/projects';
import { openSection, row, table, title } from './pages/shell';
import { startChild } from './servers/child';
import { type Packaged, makePackaged, nativesOf, noPackaging } from './servers/packaged';
import { needPeer, peers } from './servers/peers';
import { makePythonMirror } from './servers/python-archive';
import { startFeed } from './servers/update-feed';

// The app as it is installed, with the fuses of a release.
test.describe.configure({ mode: 'serial' });

let output: string | null = null;
let release: Packaged;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  if (noPackaging() !== null) return;
  output = mkdtempSync(path.join(os.tmpdir(), 'fw-packaged-'));
  release = await makePackaged(output);
});

test.afterAll(() => {
  if (output !== null) rmSync(output, { recursive: true, force: true });
});

test.beforeEach(() => test.skip(noPackaging() !== null, noPackaging() ?? ''));

/** What the `fedwright` command of the packages gives to Chromium; root has no sandbox. */
const headless = ['--ozone-platform=headless', '--log-level=3'];

/** Runs a command of the installed app where there is no display. */
async function command(
  { env, folder }: Workspace,
  args: readonly string[],
  { switches = headless, input = '' }: { switches?: readonly string[]; input?: string } = {},
): Promise<CommandResult> {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...noDisplay } = env;
  const all = [...asRoot, ...switches, 'cli', ...args];
  const child = startChild(release.executable, all, { cwd: folder, env: noDisplay, stdio: 'pipe' });
  child.process.stdin?.end(input);
  const said = { stdout: '', stderr: '' };
  child.process.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString('utf8')));
  child.process.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
  const [code] = (await once(child.process, 'close')) as [number | null];
  return { code, ...said };
}

test('a release has its fuses set', async () => {
  const wire = await getCurrentFuseWire(release.executable);
  const isOn = (fuse: FuseV1Options) => String.fromCharCode(wire[fuse] ?? 0) === '1';
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ];
  expect(on.filter((fuse) => !isOn(fuse)).map((fuse) => FuseV1Options[fuse])).toEqual([]);
  expect(off.filter(isOn).map((fuse) => FuseV1Options[fuse])).toEqual([]);
});

test('a package holds what is needed on this system and nothing else', () => {
  const { resources } = release;
  const system = `linux-${process.arch}`;
  expect(nativesOf(resources)).toEqual([
    `node_modules/better-sqlite3/prebuilds/${system}.node`,
    `node_modules/keytar/prebuilds/${system}/keytar.node`,
  ]);
  for (const file of [
    'app.asar',
    'migrations/meta',
    'python/run_nvflare.py',
    'python/locks/uv.txt',
    'uv/uv',
    'samples/two-hospitals.yml',
  ])
    expect(existsSync(path.join(resources, file)), file).toBe(true);
  expect(readdirSync(path.join(resources, 'icons'))).toContain('icon-512.png');
  expect(existsSync(path.join(resources, 'app'))).toBe(false);
});

test('its command line does all that the command line does', async ({ workspace }) => {
  needPeer(peers.nvflare());
  const doctor = await command(workspace, ['doctor', '--json']);
  expect(doctor, doctor.stderr).toMatchObject({ code: 0, stderr: '' });
  const { parts } = JSON.parse(doctor.stdout) as { parts: { part: string; state: string }[] };
  const stateOf = (part: string) => parts.find((each) => each.part === part)?.state;
  expect(stateOf('nvflare')).toBe('ok');
  expect(stateOf('store')).toBe('ok');
  // The keychain helper is a process of Electron here.
  if (peers.keyring() === null) expect(stateOf('keychain')).toBe('ok');

  copyFileSync(
    path.join(root, 'resources/samples/two-hospitals.yml'),
    path.join(workspace.folder, 'project.yml'),
  );
  const provisioning = ['provision', 'project.yml', '--out', 'kits'];
  const made = await command(workspace, provisioning);
  expect(made.code, made.stderr + made.stdout).toBe(0);
  const { kits } = JSON.parse(made.stdout) as { kits: { participant: string; path: string }[] };
  expect(kits).toHaveLength(5);
  for (const kit of kits) expect(existsSync(path.join(kit.path, 'startup', 'rootCA.pem'))).toBe(true);
  expect(made.stderr).toContain('nvflare provision');

  const again = await command(workspace, provisioning);
  expect(again.code).toBe(4);
  expect(JSON.parse(again.stdout)).toMatchObject({ code: 'CONFLICT' });
  expect((await command(workspace, ['frobnicate'])).code).toBe(2);
});

test('its command line restores what is sealed as sealed, by a keychain helper that is no second app', async ({
  workspace,
}) => {
  test.setTimeout(120_000);
  needPeer(peers.nvflare() ?? peers.keyring());
  copyFileSync(
    path.join(root, 'resources/samples/two-hospitals.yml'),
    path.join(workspace.folder, 'project.yml'),
  );
  expect((await command(workspace, ['provision', 'project.yml', '--out', 'kits'])).code).toBe(0);
  const file = path.join(workspace.folder, 'carried.zip');
  const what = JSON.stringify({ grantId: file, withKits: true });
  const exported = await command(workspace, ['call', 'upkeep.exportBackup', what]);
  expect(exported.code, exported.stderr + exported.stdout).toBe(0);
  const { passphrase } = JSON.parse(exported.stdout) as { passphrase: string };

  const elsewhere = path.join(workspace.folder, 'elsewhere');
  const restoring = ['--data', elsewhere, 'restore', file];
  const restored = await command(workspace, restoring, { input: `${passphrase}\n` });
  expect(restored.code, restored.stderr + restored.stdout).toBe(0);
  expect(JSON.parse(restored.stdout)).toMatchObject({ restored: 'carried.zip' });
  expect(restored.stderr).not.toContain('in clear');
  expect(readFileSync(file, 'latin1')).not.toContain('PRIVATE KEY');
  expect(filesWith(elsewhere, 'PRIVATE KEY')).toEqual([]);
  const { code, stdout } = await command(workspace, ['--data', elsewhere, 'call', 'projects.list']);
  expect(code).toBe(0);
  expect(stdout).toContain('two-hospitals');
});

test('where there is no Python, its own uv unpacks one, and NVFlare is installed with that', async ({
  workspace,
}) => {
  test.setTimeout(240_000);
  needPeer(peers.nvflare());
  const { env, folder } = workspace;
  Object.assign(env, makePythonMirror(folder), { PATH: path.join(folder, 'bin') });
  mkdirSync(env['PATH'] ?? '');
  const doctor = await command(workspace, ['doctor', '--json']);
  expect(doctor.stdout).toContain('by the uv that comes with Fedwright');
  const installed = await command(workspace, ['nvflare', 'install']);
  expect(installed.code, installed.stderr + installed.stdout).toBe(0);
  expect(installed.stderr).toContain(`is unpacked by ${path.join(release.resources, 'uv', 'uv')}`);
  const { installed: version, inUse } = JSON.parse(installed.stdout) as Record<string, string>;
  expect(inUse).toBe(version);
});

test('it runs neither as Node nor with what NODE_OPTIONS names', async ({ workspace }) => {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  Object.assign(workspace.env, { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/nowhere.cjs' });
  expect(await command(workspace, ['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

test('without a display it says how to run a command', async ({ workspace }) => {
  const { code, stdout } = await command(workspace, ['doctor'], { switches: ['--log-level=3'] });
  expect(code).toBe(5);
  expect(JSON.parse(stdout)).toMatchObject({
    code: 'UNAVAILABLE',
    hint: expect.stringContaining('--ozone-platform=headless'),
  });
});

test('its window provisions, and opens files and links', async ({ workspace }) => {
  test.setTimeout(120_000);
  needPeer(peers.nvflare() ?? peers.display());
  const app = await launchPackaged(workspace.env, release.executable);
  try {
    const { page } = app;
    await createProject(page, { name: 'packaged-study' });
    await provision(page);
    await expect(row(table(page, 'Kits of the run'), 'north-hospital')).toBeVisible();

    // As a desktop does it: a second process hands over what it was started with, and ends.
    const hand = async (what: string) => {
      const second = startChild(release.executable, [...asRoot, what], { env: workspace.env });
      const [code] = (await once(second.process, 'close')) as [number | null];
      expect(code, second.output()).toBe(0);
    };
    await hand('fedwright://settings');
    await expect(title(page, 'Settings')).toBeVisible();
    const file = path.join(workspace.folder, 'from a mail.yml');
    copyFileSync(path.join(root, 'resources/samples/ten-sites.yml'), file);
    await hand(`file://${file.replaceAll(' ', '%20')}`);
    const dialog = page.getByRole('dialog', { name: 'Import a project' });
    await expect(dialog).toContainText('from a mail.yml');
    await dialog.getByRole('button', { name: 'Import project' }).click();
    await expect(title(page, 'ten-sites')).toBeVisible();
  } finally {
    await app.close();
  }
});

test('it finds an update in its feed, and keeps only one that has its sum', async ({ workspace }) => {
  test.setTimeout(120_000);
  needPeer(peers.display());
  await using feed = await startFeed('9.9.9');
  writeFileSync(
    path.join(release.resources, 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: fedwright-updater\n`,
  );
  // As the deb has it: an unpacked app cannot replace itself.
  writeFileSync(path.join(release.resources, 'package-type'), 'deb');
  const app = await launchPackaged(workspace.env, release.executable);
  try {
    const { page } = app;
    await openSection(page, 'Settings');
    await page.getByRole('button', { name: 'Check for updates' }).click();
    await expect(page.getByText('Fedwright 9.9.9 is there')).toBeVisible();
    feed.damage();
    await page.getByRole('button', { name: 'Download' }).click();
    await expect(page.getByText('The update failed')).toBeVisible({ timeout: 30_000 });
    feed.repair();
    await page.getByRole('button', { name: 'Check for updates' }).click();
    await page.getByRole('button', { name: 'Download' }).click();
    const consent = page.getByRole('checkbox', { name: 'Install 9.9.9 when Fedwright is quit' });
    await expect(consent).not.toBeChecked({ timeout: 30_000 });
  } finally {
    await app.close();
  }
});
