import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { managedPython } from '../../main/nvflare/targets';
import { testPython } from './nvflare';

const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const minor = managedPython.split('.').slice(0, 2).join('.');

/** What is large and not needed to install packages. */
const leftOut = /\/(site-packages|test|tests|idlelib|tkinter|__pycache__|config-[^/]*)(\/|$)/;

/**
 * A mirror with one archive, as uv expects of the Python that Fedwright unpacks; in it is the Python behind the one
 * that tests use, whichever version that has. Gives the environment that tells uv of it. Linux only.
 */
export function makePythonMirror(folder: string): Record<string, string> {
  const made = path.join(folder, 'made', 'python');
  copyPython(made);
  const key = `cpython-${managedPython}-linux-${machine}-gnu`;
  const archive = `cpython-${managedPython}-${machine}-unknown-linux-gnu-install_only_stripped.tar.gz`;
  const place = path.join(folder, 'mirror', '20260101');
  mkdirSync(place, { recursive: true });
  const file = path.join(place, archive);
  // It is read once: to pack it small takes longer than anything else here.
  run('tar', ['-C', path.dirname(made), '-I', 'gzip -1', '-cf', file, 'python']);
  const [major, minorNumber, patch] = managedPython.split('.').map(Number);
  const known = {
    ...{ name: 'cpython', arch: { family: machine, variant: null }, os: 'linux', libc: 'gnu' },
    ...{ major, minor: minorNumber, patch, prerelease: '', variant: null, build: '20260101' },
    url: `https://github.com/astral-sh/python-build-standalone/releases/download/20260101/${archive}`,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
  };
  const list = path.join(folder, 'known.json');
  writeFileSync(list, JSON.stringify({ [key]: known }));
  return {
    UV_PYTHON_DOWNLOADS_JSON_URL: list,
    UV_PYTHON_INSTALL_MIRROR: pathToFileURL(path.join(folder, 'mirror')).href,
  };
}

function copyPython(to: string): void {
  const code = 'import sys; print(sys.base_prefix); print("%d.%d" % sys.version_info[:2])';
  const [prefix = '', version = ''] = run(testPython() ?? '', ['-c', code]).split('\n');
  const library = path.join('lib', `python${version}`);
  cpSync(path.join(prefix, library), path.join(to, library), {
    recursive: true,
    filter: (name) => !leftOut.test(name.slice(prefix.length)),
  });
  mkdirSync(path.join(to, 'bin'));
  for (const name of [`python${minor}`, 'python3'])
    cpSync(path.join(prefix, 'bin', `python${version}`), path.join(to, 'bin', name));
  // uv writes into these two of the version that it was told.
  const expected = path.join(to, 'lib', `python${minor}`);
  mkdirSync(expected, { recursive: true });
  const header = '# system configuration generated and used by the sysconfig module';
  writeFileSync(
    path.join(expected, `_sysconfigdata__linux_${machine}-linux-gnu.py`),
    `${header}\nbuild_time_vars = {'ABIFLAGS': ''}\n`,
  );
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return stdout;
}
