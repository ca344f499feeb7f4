import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import { run } from '../process/run';
import { readUvLock } from './lock';
import { readPackageIndex } from './package-index';
import { platformHere } from './targets';
import { bareMachine, createFolder, createTestSettings, resources, writeProgram } from './test-bench';
import { type UvOptions, installPython, requireUv } from './uv';

const python = testPython() ?? '';
const onLinux = it.skipIf(!python || process.platform !== 'linux');
const unhurried = { timeout: 300_000 };
const key = 'cpython-3.11.7-linux-x86_64-gnu';
const archive = 'cpython-3.11.7-x86_64-unknown-linux-gnu-install_only_stripped.tar.gz';

async function prepare(folder: string, env: NodeJS.ProcessEnv = {}): Promise<UvOptions> {
  const signal = new AbortController().signal;
  const platform = platformHere(process.platform) ?? 'linux-x64';
  return {
    ...{
      machine: bareMachine(folder, [], env),
      data: path.join(folder, 'data'),
      resources,
      platform,
      signal,
    },
    index: await readPackageIndex(createTestSettings()),
    onLine: () => undefined,
  };
}

/** An archive like those that uv knows, of a program that stands for Python, and a list that has its sum. */
async function makeMirror(folder: string): Promise<{ env: NodeJS.ProcessEnv }> {
  const bin = path.join(folder, 'made', 'python', 'bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync('/bin/sh', path.join(bin, 'python3.11'));
  copyFileSync('/bin/sh', path.join(bin, 'python3'));
  const library = path.join(folder, 'made', 'python', 'lib', 'python3.11');
  mkdirSync(library, { recursive: true });
  const header = '# system configuration generated and used by the sysconfig module';
  const sysconfig = path.join(library, '_sysconfigdata__linux_x86_64-linux-gnu.py');
  writeFileSync(sysconfig, `${header}\nbuild_time_vars = {'ABIFLAGS': ''}\n`);
  const place = path.join(folder, 'mirror', '20260101');
  mkdirSync(place, { recursive: true });
  const file = path.join(place, archive);
  await run('tar', ['-C', path.join(folder, 'made'), '-czf', file, 'python']);
  const known = {
    ...{ name: 'cpython', arch: { family: 'x86_64', variant: null }, os: 'linux', libc: 'gnu' },
    ...{ major: 3, minor: 11, patch: 7, prerelease: '', variant: null, build: '20260101' },
    url: `https://github.com/astral-sh/python-build-standalone/releases/download/20260101/${archive}`,
    sha256: createHash('sha256').update(readFileSync(file)).digest('hex'),
  };
  const list = path.join(folder, 'known.json');
  writeFileSync(list, JSON.stringify({ [key]: known }));
  const mirror = pathToFileURL(path.join(folder, 'mirror')).href;
  return { env: { UV_PYTHON_DOWNLOADS_JSON_URL: list, UV_PYTHON_INSTALL_MIRROR: mirror } };
}

/** The index that pip of this machine looks at: Fedwright itself names none. */
async function indexOfPip(): Promise<{ PIP_INDEX_URL: string }> {
  const code = 'from pip._internal.models.index import PyPI; print(PyPI.simple_url)';
  const { stdout } = await run(python, ['-c', code]);
  return { PIP_INDEX_URL: process.env['PIP_INDEX_URL'] ?? stdout[0] ?? '' };
}

onLinux(
  'fetches the uv that it knows the sum of, which keeps, compares and unpacks a Python',
  unhurried,
  async () => {
    using place = createFolder();
    const { folder } = place;
    const prepared = await prepare(folder, (await makeMirror(folder)).env);
    const options = { ...prepared, index: { ...prepared.index, env: await indexOfPip() } };
    const uv = await requireUv(options, null);
    const version = await run(uv, ['--version']);
    expect(version.stdout[0]).toContain(readUvLock(resources).version);
    // What is there is not fetched again.
    const nowhere = {
      ...options,
      index: { ...options.index, env: { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' } },
    };
    expect(await requireUv(nowhere, null)).toBe(uv);

    const archives = path.join(folder, 'carried', 'python');
    const request = { key, archives, into: path.join(folder, 'one'), network: { mirror: null } };
    expect(await installPython(uv, request, options)).toBe(path.join(folder, 'one', key, 'bin', 'python3'));
    const [kept = ''] = readdirSync(archives);
    expect(kept).toContain(archive);
    const offline = { ...request, into: path.join(folder, 'two'), network: null };
    await installPython(uv, offline, options);
    expect(readdirSync(path.join(folder, 'two', key))).toContain('bin');

    appendFileSync(path.join(archives, kept), 'x');
    const again = { ...offline, into: path.join(folder, 'three') };
    await expect(installPython(uv, again, options)).rejects.toThrow('The archive of Python 3.11 is damaged.');
  },
);

onLinux('takes the uv of its own package, unless there is a newer one on the PATH', unhurried, async () => {
  using place = createFolder();
  const { folder } = place;
  const options = { ...(await prepare(folder)), resources: path.join(folder, 'packaged') };
  cpSync(path.join(resources, 'python', 'locks'), path.join(options.resources, 'python', 'locks'), {
    recursive: true,
  });
  const packaged = writeProgram(path.join(options.resources, 'uv', 'uv'), '#!/bin/sh', 'echo uv 0.0.0');
  expect(await requireUv(options, null)).toBe(packaged);
  // A folder that was carried here may have none then.
  expect(await requireUv(options, folder)).toBe(packaged);
  const own = (version: string) =>
    writeProgram(path.join(folder, 'bin', 'uv'), '#!/bin/sh', `echo uv ${version}`);
  const machine = bareMachine(folder, [path.join(folder, 'bin')]);
  own('0.1.0');
  expect(await requireUv({ ...options, machine }, null)).toBe(packaged);
  const newer = own('99.0.0');
  expect(await requireUv({ ...options, machine }, null)).toBe(newer);
});

onLinux('takes the wheel that a pip has fetched, without asking the index by itself', unhurried, async () => {
  using place = createFolder();
  const prepared = await prepare(place.folder);
  const wheels = path.join(place.folder, 'fetched');
  const options: UvOptions = {
    ...prepared,
    index: { ...prepared.index, env: { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' } },
    async fetchWheel({ version }) {
      await run(python, ['-m', 'pip', 'download', '--no-deps', '--dest', wheels, `uv==${version}`]);
      return path.join(wheels, readdirSync(wheels)[0] ?? '');
    },
  };
  const { stdout } = await run(await requireUv(options, null), ['--version']);
  expect(stdout[0]).toContain(readUvLock(resources).version);
  expect(readdirSync(wheels)).toHaveLength(1);
});

onLinux('says what to do when uv cannot be had', unhurried, async () => {
  using place = createFolder();
  const options = await prepare(place.folder);
  const index = { ...options.index, env: { PIP_INDEX_URL: 'http://127.0.0.1:9/simple' } };
  await expect(requireUv({ ...options, index }, null)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'PyPI could not be reached.',
    data: { hint: expect.stringContaining('folder') },
  });
  await expect(requireUv(options, place.folder)).rejects.toThrow('but not uv');
});
