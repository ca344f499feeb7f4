import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import { type ProvisionCall, provision } from './provision';
import type { NvflareRuntime } from './service';
import { bareMachine, createFolder, createTestRuntime, writeProgram } from './test-bench';
import { writeManySites, writeTwoHospitals } from './test-projects';

const python = testPython() ?? '';
const itWithPeer = it.skipIf(!python || process.platform === 'win32');

async function prepare(folder: string) {
  const bench = await createTestRuntime(path.join(folder, 'data'), bareMachine(folder, []));
  await bench.runtime.choose({ candidateId: null, python });
  const workspace = path.join(folder, 'ws');
  mkdirSync(workspace);
  const lines: string[] = [];
  const progress: number[] = [];
  const call = (projectFile: string, change: Partial<ProvisionCall> = {}): ProvisionCall => ({
    projectFile,
    workspace,
    newKeys: 0,
    signal: new AbortController().signal,
    onLine: (line) => lines.push(line),
    onProgress: (value) => progress.push(value),
    ...change,
  });
  return { bench, nvflare: await bench.runtime.require(), workspace, call, lines, progress };
}

itWithPeer('makes real kits, for their owner only, and goes on from their state', async () => {
  using place = createFolder();
  const { bench, nvflare, call, workspace, lines } = await prepare(place.folder);
  await using _ = bench;
  const project = writeTwoHospitals(place.folder);
  const first = await provision(nvflare, call(project));
  expect(first.prodDirectory).toBe(path.join(workspace, 'two_hospitals', 'prod_00'));
  const names = ['admin@example.org', 'hospital-1', 'hospital-2', 'server.example.org'];
  expect(readdirSync(first.prodDirectory).toSorted()).toEqual(names);
  expect(lines.some((line) => line.includes('prod_00'))).toBe(true);
  const state = path.join(first.stateDirectory, 'cert.json');
  expect(statSync(state).mode & 0o777).toBe(0o600);
  expect(statSync(path.join(first.prodDirectory, 'hospital-1')).mode & 0o777).toBe(0o700);
  const known = readFileSync(state, 'utf8');
  const second = await provision(nvflare, call(project));
  expect(path.basename(second.prodDirectory)).toBe('prod_01');
  expect(readFileSync(state, 'utf8')).toBe(known);
});

itWithPeer('gives everyone a key of their own, also where fewer are made ahead than are needed', async () => {
  using place = createFolder();
  const { bench, nvflare, call } = await prepare(place.folder);
  await using _ = bench;
  const { prodDirectory } = await provision(nvflare, call(writeTwoHospitals(place.folder), { newKeys: 3 }));
  const keys = [
    'server.example.org/startup/server',
    ...['hospital-1', 'hospital-2', 'admin@example.org'].map((name) => `${name}/startup/client`),
  ].map((base) => {
    const read = (ending: string) => readFileSync(path.join(prodDirectory, base + ending));
    expect(new X509Certificate(read('.crt')).checkPrivateKey(createPrivateKey(read('.key')))).toBe(true);
    return read('.key').toString();
  });
  expect(new Set(keys).size).toBe(4);
});

itWithPeer('says why NVFlare refuses a project', async () => {
  using place = createFolder();
  const { bench, nvflare, call } = await prepare(place.folder);
  await using _ = bench;
  const refused = provision(nvflare, call(writeTwoHospitals(place.folder, ['hospital 1'])));
  await expect(refused).rejects.toMatchObject({
    code: 'INVALID',
    message: expect.stringMatching(/^NVFlare refused the project: name=hospital 1 is ill-formatted/),
  });
});

itWithPeer('does not take a hundredth run, which makes nothing, for a success', async () => {
  using place = createFolder();
  const { bench, nvflare, call, workspace } = await prepare(place.folder);
  await using _ = bench;
  mkdirSync(path.join(workspace, 'two_hospitals', 'prod_99'), { recursive: true });
  await expect(provision(nvflare, call(writeTwoHospitals(place.folder)))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
  });
});

itWithPeer('tells how far it is, and leaves no process when cancelled', async () => {
  using place = createFolder();
  const { bench, nvflare, call, progress } = await prepare(place.folder);
  await using _ = bench;
  const pidFile = path.join(place.folder, 'pid');
  const abort = new AbortController();
  const onProgress = (value: number) => {
    progress.push(value);
    if (value > 0.02) abort.abort();
  };
  const project = writeManySites(place.folder, 300);
  const running = provision(
    noting(nvflare, place.folder, pidFile),
    call(project, { signal: abort.signal, onProgress, newKeys: 301 }),
  );
  await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBeLessThan(1);
  expect(() => process.kill(-Number(readFileSync(pidFile, 'utf8')), 0)).toThrow('ESRCH');
});

itWithPeer('says when someone else ended it', async () => {
  using place = createFolder();
  const { bench, nvflare, call } = await prepare(place.folder);
  await using _ = bench;
  const pidFile = path.join(place.folder, 'pid');
  const running = provision(noting(nvflare, place.folder, pidFile), call(writeManySites(place.folder, 300)));
  await vi.waitFor(() => existsSync(pidFile) || Promise.reject(new Error('not started')), {
    timeout: 10_000,
  });
  process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
  await expect(running).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'NVFlare was ended from outside (signal SIGKILL).',
  });
});

itWithPeer('says when a place in the workspace cannot be used', async () => {
  using place = createFolder();
  const { bench, nvflare, call, workspace } = await prepare(place.folder);
  await using _ = bench;
  writeProgram(path.join(workspace, 'two_hospitals'), 'a file where a folder has to be');
  await expect(provision(nvflare, call(writeTwoHospitals(place.folder)))).rejects.toMatchObject({
    data: { details: expect.stringContaining('Not a directory') },
  });
});

itWithPeer('says when its Python is gone in the last moment', async () => {
  using place = createFolder();
  const { bench, nvflare, call } = await prepare(place.folder);
  await using _ = bench;
  const gone: NvflareRuntime = {
    ...nvflare,
    command: (args) => ({ ...nvflare.command(args), command: '/gone/python' }),
  };
  await expect(provision(gone, call(writeTwoHospitals(place.folder)))).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('could not be started'),
  });
});

/** The same NVFlare, started so that its process id is known. */
function noting(nvflare: NvflareRuntime, folder: string, pidFile: string): NvflareRuntime {
  const program = writeProgram(
    path.join(folder, 'noting'),
    '#!/bin/sh',
    `printf %s $$ > "${pidFile}"`,
    'exec "$@"',
  );
  return {
    ...nvflare,
    command(args) {
      const { command, args: all, env } = nvflare.command(args);
      return { command: program, args: [command, ...all], env };
    },
  };
}
