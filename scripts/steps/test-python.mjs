import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/** The NVFlare that the tests run against. */
const version = '2.8.1';
const folder = path.join(cache, `nvflare-${version}`);
const complete = path.join(folder, 'complete');
const pythonIn = (environment) =>
  process.platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');

/** Those that a project is moved to and back from, and which Python 3.x is too new for each. */
const otherVersions = [
  { other: '2.6.3', tooNew: 13 },
  { other: '2.7.3', tooNew: 13 },
  { other: '2.9.0', tooNew: 15 },
];

/** A Python with NVFlare for the tests, or null when there is none (yet). */
export function testPython() {
  const named = process.env.FEDWRIGHT_TEST_PYTHON;
  if (named) return named;
  return existsSync(complete) ? pythonIn(folder) : null;
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
  if ((await run(pythonIn(folder), install, { quiet: true })) !== 0)
    return say('NVFlare could not be installed. Check the network, or set FEDWRIGHT_TEST_PYTHON.');
  writeFileSync(complete, `${version}\n`);
}

/**
 * Makes an environment for each other version beside that of the tests, once. Of its own it has NVFlare alone, some
 * 30 MB; everything else is what the first one has.
 */
export async function ensureOtherVersions() {
  const python = testPython();
  if (!python) return;
  for (const { other, tooNew } of otherVersions) {
    const beside = path.join(cache, `nvflare-${other}`);
    const mark = path.join(beside, 'complete');
    // Another first one has its packages elsewhere.
    if (existsSync(mark) && readFileSync(mark, 'utf8') === python) continue;
    const skipped = `the tests that move a project to NVFlare ${other} are skipped`;
    if (!answers(python, `import sys; sys.exit(0 if sys.version_info < (3, ${tooNew}) else 1)`)) {
      say(`this Python is too new for NVFlare ${other}: ${skipped}`);
      continue;
    }
    say(`making an environment with NVFlare ${other} beside the first; this takes some seconds, once`);
    rmSync(beside, { recursive: true, force: true });
    if (await makeBeside(python, beside, other)) writeFileSync(mark, python);
    else say(`NVFlare ${other} could not be installed: ${skipped}. Check the network.`);
  }
}

async function makeBeside(python, beside, other) {
  if ((await run(python, ['-m', 'venv', '--without-pip', beside], { quiet: true })) !== 0) return false;
  const own = pythonIn(beside);
  const shared = ask(python, 'import nvflare, pathlib; print(pathlib.Path(nvflare.__file__).parents[1])');
  const packages = ask(own, "import sysconfig; print(sysconfig.get_path('purelib'))");
  // What such a file names comes behind the environment's own packages: its NVFlare hides the other one.
  writeFileSync(path.join(packages, 'shared.pth'), `${shared}\n`);
  // pip, too, is the first one's. It must not take the NVFlare there for one to replace.
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const named = ['--ignore-installed', `nvflare==${other}`];
  if ((await run(own, [...install, ...named], { quiet: true })) !== 0) return false;
  return (
    ask(own, "import nvflare.cli; from importlib.metadata import version; print(version('nvflare'))") ===
    other
  );
}

const ask = (python, code) => spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout.trim();
const answers = (python, code) => spawnSync(python, ['-c', code]).status === 0;

function findPython() {
  const check = 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 1)';
  const names =
    process.platform === 'win32' ? ['python'] : ['python3', 'python3.13', 'python3.12', 'python3.11'];
  return names.find((name) => answers(name, check)) ?? null;
}
