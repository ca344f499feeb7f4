import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import { provision } from './provision';
import {
  bareMachine,
  createFolder,
  createTestRuntime,
  createTestSettings,
  writeProgram,
  writeWrapper,
} from './test-bench';
import { writeTwoHospitals } from './test-projects';
import { createWsl } from './wsl';

const python = testPython() ?? '';
const itWithPeer = it.skipIf(!python || process.platform === 'win32');
const shared = createFolder();
/** Environments of real Pythons without a package: what is in them is up to each test. */
let bare: string;

beforeAll(() => {
  bare = path.join(shared.folder, 'bare');
  if (python) execFileSync(python, ['-m', 'venv', '--without-pip', bare]);
});
afterAll(() => shared[Symbol.dispose]());

/** An environment with the metadata of this NVFlare, and with a module that says `code` when imported. */
function pretend(folder: string, version: string, code: string): string {
  execFileSync(python, ['-m', 'venv', '--without-pip', folder]);
  const lib = path.join(folder, 'lib');
  const packages = path.join(lib, readdirSync(lib)[0] ?? '', 'site-packages');
  const metadata = path.join(packages, `nvflare-${version}.dist-info`);
  mkdirSync(metadata);
  writeFileSync(
    path.join(metadata, 'METADATA'),
    `Metadata-Version: 2.1\nName: nvflare\nVersion: ${version}\n`,
  );
  mkdirSync(path.join(packages, 'nvflare'));
  writeFileSync(path.join(packages, 'nvflare', '__init__.py'), '');
  writeFileSync(path.join(packages, 'nvflare', 'cli.py'), code);
  return path.join(folder, 'bin', 'python');
}

itWithPeer('finds the Python behind an nvflare script, and remembers what it said', async () => {
  using place = createFolder();
  const bin = path.join(place.folder, 'bin');
  writeProgram(path.join(bin, 'nvflare'), `#!${python}`);
  symlinkSync(path.join(bare, 'bin', 'python'), path.join(bin, 'unrelated'));
  const machine = bareMachine(place.folder, [bin, path.join(bare, 'bin')]);
  const data = path.join(place.folder, 'data');
  {
    await using bench = await createTestRuntime(data, machine);
    const { chosen, candidates } = await bench.runtime.status();
    expect(chosen).toMatchObject({ source: 'path', python, state: 'ok' });
    expect(candidates.map(({ state }) => state)).toEqual(['ok', 'no-nvflare']);
  }
  // A new start, where nothing could be asked: the script for that is not there.
  await using again = await createTestRuntime(data, machine, createTestSettings(), place.folder);
  expect((await again.runtime.status()).chosen?.python).toBe(python);
  expect((await again.runtime.require()).python).toBe(python);
  expect((await again.runtime.status({ refresh: true })).chosen).toBeNull();
});

itWithPeer('says of each what is wrong with it and what to do', async () => {
  using place = createFolder();
  const own = (version: string) => path.join(place.folder, 'runtime', `nvflare-${version}`);
  mkdirSync(path.join(place.folder, 'runtime'));
  pretend(own('2.8.1'), '2.8.1', "raise ImportError('libssl is missing')");
  pretend(own('2.5.0'), '2.5.0', '');
  pretend(own('2.12.0'), '2.12.0', '');
  pretend(own('2.9.0'), '2.9.0', 'import os, signal; os.kill(os.getpid(), signal.SIGABRT)');
  for (const version of ['2.8.1', '2.5.0', '2.12.0', '2.9.0'])
    writeFileSync(path.join(own(version), '.complete'), '{}');
  const settings = createTestSettings();
  settings.setConfiguredPython(path.join(place.folder, 'gone'));
  await using bench = await createTestRuntime(
    place.folder,
    bareMachine(place.folder, [path.join(bare, 'bin')]),
    settings,
  );
  const { candidates, chosen } = await bench.runtime.status();
  expect(candidates.map(({ source, nvflareVersion, state }) => [source, nvflareVersion, state])).toEqual([
    ['configured', null, 'no-python'],
    ['own', '2.8.1', 'broken'],
    ['own', '2.12.0', 'untested'],
    ['own', '2.9.0', 'broken'],
    ['own', '2.5.0', 'too-old'],
    ['path', null, 'no-nvflare'],
  ]);
  expect(candidates[1]?.message).toContain('ImportError: libssl is missing');
  expect(candidates[3]?.message).toContain('SIGABRT');
  expect(candidates.every(({ message, hint }) => message !== '' && hint !== '')).toBe(true);
  expect(chosen).toMatchObject({ nvflareVersion: '2.12.0', features: { jsonOutput: true, overseer: false } });
});

itWithPeer('takes another Python when the chosen one is gone, and says so when there is none', async () => {
  using place = createFolder();
  const [first, second] = ['first', 'second'].map((name) => path.join(place.folder, name)) as [
    string,
    string,
  ];
  pretend(first, '2.8.3', '');
  pretend(second, '2.9.0', '');
  writeProgram(path.join(place.folder, 'bin', 'nvflare'), `#!${path.join(second, 'bin', 'python')}`);
  await using bench = await createTestRuntime(
    place.folder,
    bareMachine(place.folder, [path.join(place.folder, 'bin')]),
  );
  const { runtime } = bench;
  expect((await runtime.choose({ candidateId: null, python: first })).chosen).toMatchObject({
    source: 'configured',
    nvflareVersion: '2.8.3',
  });
  expect((await runtime.require()).version).toBe('2.8.3');
  renameSync(first, `${first}-away`);
  expect((await runtime.require()).version).toBe('2.9.0');
  rmSync(second, { recursive: true });
  await expect(runtime.require()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining(path.join(first, 'bin', 'python')),
    data: { hint: expect.stringContaining('Choose another Python') },
  });
  renameSync(`${first}-away`, first);
  expect((await runtime.require()).version).toBe('2.8.3');
});

itWithPeer('notices a package that was removed', async () => {
  using place = createFolder();
  const chosen = pretend(path.join(place.folder, 'env'), '2.8.1', '');
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, []));
  await bench.runtime.choose({ candidateId: null, python: chosen });
  const lib = path.join(place.folder, 'env', 'lib');
  const packages = path.join(lib, readdirSync(lib)[0] ?? '', 'site-packages');
  rmSync(path.join(packages, 'nvflare-2.8.1.dist-info'), { recursive: true });
  await expect(bench.runtime.require()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

itWithPeer('lets a person choose, and refuses what cannot be used', async () => {
  using place = createFolder();
  const bin = path.join(place.folder, 'bin');
  const other = pretend(path.join(place.folder, 'other'), '2.9.0', '');
  writeProgram(path.join(bin, 'nvflare'), `#!${other}`);
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, [bin]));
  const { runtime, settings } = bench;
  const script = writeProgram(path.join(place.folder, 'tool', 'nvflare'), `#!${python}`);
  expect((await runtime.choose({ candidateId: null, python: script })).chosen?.python).toBe(python);
  const found = (await runtime.status()).candidates.find(({ source }) => source === 'path');
  await runtime.choose({ candidateId: found?.id ?? '', python: null });
  expect(settings.configuredPython()).toBe(other);
  const text = path.join(place.folder, 'notes.txt');
  writeFileSync(text, 'not a program');
  await expect(runtime.choose({ candidateId: null, python: text })).rejects.toMatchObject({
    code: 'INVALID',
  });
  await expect(runtime.choose({ candidateId: null, python: bare })).rejects.toMatchObject({
    code: 'INVALID',
  });
  await expect(runtime.choose({ candidateId: 'unknown', python: null })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(settings.configuredPython()).toBe(other);
  await runtime.choose({ candidateId: null, python: null });
  expect(settings.configuredPython()).toBeNull();
});

it('offers a Python of its own when there is none at all', async () => {
  using place = createFolder();
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, []));
  const status = await bench.runtime.status();
  expect(status).toMatchObject({ chosen: null, candidates: [], canInstall: { ok: true } });
  expect(status.canInstall.message).toMatch(/Python 3\.10 to 3\.14.* will be fetched for Fedwright alone/);
  await expect(bench.runtime.require()).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'No NVFlare was found on this computer.',
    data: { hint: expect.stringContaining('fedwright nvflare install') },
  });
});

itWithPeer('says which package a Python lacks that cannot make environments', async () => {
  using place = createFolder();
  const report = {
    python: '3.11.2',
    executable: '/usr/bin/python3',
    prefix: '/usr',
    nvflare: null,
    watched: [],
    hasVenv: false,
  };
  const bin = path.join(place.folder, 'bin');
  writeProgram(path.join(bin, 'python3'), '#!/bin/sh', `echo '${JSON.stringify(report)}'`);
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, [bin]));
  expect((await bench.runtime.status()).canInstall).toMatchObject({
    ok: true,
    message: expect.stringMatching(/no venv module.* will be fetched/),
  });
});

itWithPeer('uses a Python inside WSL, with the paths of its system', async () => {
  using place = createFolder();
  const { folder } = place;
  // The same folder under two names: what Windows calls `host` is `guest` inside the distribution.
  for (const name of ['host', 'bin']) mkdirSync(path.join(folder, name));
  symlinkSync(path.join(folder, 'host'), path.join(folder, 'guest'));
  symlinkSync(path.resolve('resources'), path.join(folder, 'host', 'resources'));
  writeWrapper(path.join(folder, 'bin', 'python3'), python);
  const log = path.join(folder, 'log');
  const wsl = writeProgram(
    path.join(folder, 'wsl'),
    '#!/bin/sh',
    `if [ "$1" = -l ]; then printf 'U\\000b\\000u\\000n\\000t\\000u\\000\\r\\000\\n\\000'; exit 0; fi`,
    `shift 3; echo "$@" >> "${log}"; export HOME="${folder}" PATH="${folder}/bin:/usr/bin:/bin"`,
    `if [ "$1" = wslpath ]; then echo "$3" | sed 's|/host|/guest|'; exit 0; fi`,
    `if [ "$1" = sh ]; then exec sh -c "$3"; fi`,
    'exec "$@"',
  );
  const machine = { ...bareMachine(folder, []), wsl: createWsl({ command: wsl, args: [] }) };
  await using bench = await createTestRuntime(path.join(folder, 'data'), machine);
  const nvflare = await bench.runtime.require();
  expect(nvflare).toMatchObject({ wslDistribution: 'Ubuntu', python });
  const workspace = path.join(folder, 'host', 'ws');
  mkdirSync(workspace);
  const made = await provision(nvflare, {
    projectFile: writeTwoHospitals(path.join(folder, 'host')),
    workspace,
    newKeys: 5,
    signal: new AbortController().signal,
    onLine: () => undefined,
    onProgress: () => undefined,
  });
  expect(made.prodDirectory).toBe(path.join(workspace, 'two_hospitals', 'prod_00'));
  expect(readdirSync(made.prodDirectory)).toContain('hospital-1');
  const ran = readFileSync(log, 'utf8')
    .split('\n')
    .find((line) => line.includes(' provision '));
  expect(ran).toContain(`-w ${path.join(folder, 'guest', 'ws')}`);
  const { chosen } = await bench.runtime.choose({
    candidateId: (await bench.runtime.status()).chosen?.id ?? '',
    python: null,
  });
  expect(chosen).toMatchObject({ source: 'configured', wslDistribution: 'Ubuntu' });
  expect((await bench.runtime.require()).wslDistribution).toBe('Ubuntu');
});
