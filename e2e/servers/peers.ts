import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';
import { otherPython, testPython } from './nvflare';

/** In CI every peer must be there. */
export const peersRequired = process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1';

/**
 * Skips the running test with a named reason when a peer is missing; where peers are required it fails.
 * `missing` is what is missing and how to get it, null when all is there.
 */
export function needPeer(missing: string | null): void {
  if (missing === null) return;
  if (peersRequired) throw new Error(`A required peer is missing: ${missing}`);
  test.skip(true, missing);
}

export const hasProgram = (name: string): boolean =>
  process.platform !== 'win32' && spawnSync('sh', ['-c', `command -v "${name}"`]).status === 0;

const missingPrograms = (names: string[], way: string): string | null => {
  const missing = names.filter((name) => !hasProgram(name));
  return missing.length > 0 ? `no ${missing.join(', ')}: ${way}` : null;
};

/** The executable of the Electron that tests run; null when there is none. */
export function electronExecutable(): string | null {
  const folder =
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.resolve('node_modules', 'electron', 'dist');
  const name =
    process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : process.platform === 'win32'
        ? 'electron.exe'
        : 'electron';
  const file = path.join(folder, name);
  return existsSync(file) ? file : null;
}

/**
 * Debian's Chromium, or the one that FEDWRIGHT_TEST_CHROMIUM names. Rather the one without a browser's own windows: its
 * pages are the same, and it takes a quarter less of the time of a test.
 */
export const chromiumExecutable = (): string =>
  process.env['FEDWRIGHT_TEST_CHROMIUM'] ??
  ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((file) => existsSync(file)) ??
  '/usr/bin/chromium';

export const peers = {
  electron: () =>
    electronExecutable()
      ? null
      : 'no Electron: run `npx install-electron`, or set ELECTRON_OVERRIDE_DIST_PATH',
  nvflare: () => (testPython() ? null : 'no NVFlare: set FEDWRIGHT_TEST_PYTHON to a Python that has it'),
  otherNvflare: (version: string) =>
    otherPython(version) ? null : `no NVFlare ${version}: run \`node scripts/setup.mjs test\``,
  venv: () =>
    spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0
      ? null
      : 'no Python that can make environments: install python3-venv',
  display: () =>
    process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
      ? null
      : 'no display and no Xvfb: install the package xvfb',
  chromium: () =>
    existsSync(chromiumExecutable())
      ? null
      : 'no Chromium: install the package chromium-headless-shell or chromium, or set FEDWRIGHT_TEST_CHROMIUM',
  keyring: () =>
    process.platform === 'linux'
      ? missingPrograms(['dbus-daemon', 'gnome-keyring-daemon'], 'install dbus-daemon and gnome-keyring')
      : 'the keychain of this system would be the real one of its user',
  pointer: () =>
    process.platform === 'linux'
      ? missingPrograms(['Xvfb', 'xdotool'], 'install xvfb and xdotool')
      : 'the pointer of a display is moved on X11 only',
  sshd: () =>
    existsSync('/usr/sbin/sshd')
      ? missingPrograms(['ssh-keygen', 'ssh-agent', 'ssh-add'], 'install openssh-client')
      : 'no sshd: install openssh-server',
  mounts: () =>
    process.platform === 'linux' && process.getuid?.() === 0
      ? null
      : 'small disks can be mounted by root on Linux only',
};
