import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/** The NVFlare that the tests run against. */
const version = '2.8.1';
const folder = path.join(cache, `nvflare-${version}`);
const complete = path.join(folder, 'complete');
const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');

/** A Python with NVFlare for the tests, or null when there is none (yet). */
export function testPython() {
  const named = process.env.FEDWRIGHT_TEST_PYTHON;
  if (named) return named;
  return existsSync(complete) ? path.join(bin, process.platform === 'win32' ? 'python.exe' : 'python') : null;
}

/** Makes an environment with NVFlare for the tests, once. Says what to do when it cannot. */
export async function ensureTestPython() {
  if (testPython()) return;
  const python = findPython();
  if (!python)
    return say('no Python 3.10 or later: the tests that need NVFlare are skipped. Install python3.');
  say(`making an environment with NVFlare ${version} for the tests; this takes some minutes, once`);
  rmSync(folder, { recursive: true, force: true });
  if ((await run(python, ['-m', 'venv', folder], { quiet: true })) !== 0)
    return say('the environment could not be made. On Debian: sudo apt-get install python3-venv');
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `nvflare==${version}`];
  if ((await run(path.join(bin, 'python'), install, { quiet: true })) !== 0)
    return say('NVFlare could not be installed. Check the network, or set FEDWRIGHT_TEST_PYTHON.');
  writeFileSync(complete, `${version}\n`);
}

function findPython() {
  const check = 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  const names =
    process.platform === 'win32' ? ['python'] : ['python3', 'python3.13', 'python3.12', 'python3.11'];
  return names.find((name) => spawnSync(name, ['-c', check]).status === 0) ?? null;
}
