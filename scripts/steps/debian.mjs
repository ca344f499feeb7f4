import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/** What the app itself likes to find: a Python for NVFlare's environment, and a way to the keychain. */
export const appPackages = ['python3', 'python3-venv', 'libsecret-1-0'];
/** What the tests need besides: browsers, displays, keychains. */
export const testPackages = [
  ...appPackages,
  'chromium-headless-shell',
  'xvfb',
  'xauth',
  'xdotool',
  'dbus',
  'dbus-x11',
  'gnome-keyring',
  'procps',
  'p7zip-full',
  'openssl',
  'openssh-client',
  'openssh-server',
  'libpam-oath',
  'fish',
  'tcsh',
  'docker.io',
  'docker-registry',
  'podman',
  'netavark',
  'iptables',
  'busybox-static',
  'faketime',
  'iproute2',
];

/**
 * Sees to it that packages are there: installs them when we are root on Debian or one of its kind, and
 * otherwise says the one command that would. Never fails; what is missing is said again by what needs it.
 */
export async function ensurePackages(packages) {
  const missing = missingPackages(packages);
  if (missing.length === 0) return;
  const install = ['install', '-y', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0) return say(`these packages are missing: sudo apt-get ${install.join(' ')}`);
  say(`installing ${missing.join(', ')} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, quiet: true });
  const code = await run('apt-get', ['-qq', ...install], { env, quiet: true });
  if (code !== 0) say(`apt-get failed; try it yourself: apt-get ${install.join(' ')}`);
}

function missingPackages(packages) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-query'))
    return [];
  return packages.filter((name) => {
    const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
      encoding: 'utf8',
    });
    return stdout !== 'installed';
  });
}
