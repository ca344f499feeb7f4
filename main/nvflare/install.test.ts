import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { testPython } from '../../e2e/servers/nvflare';
import { startIndex } from '../../e2e/servers/package-index';
import type { Task } from '../../preload/contract/tasks';
import { provision } from './provision';
import { bareMachine, createFolder, createTestRuntime, createTestSettings, writeWrapper } from './test-bench';
import { writeTwoHospitals } from './test-projects';

const python = testPython() ?? '';
const itWithPeer = it.skipIf(!python || process.platform === 'win32');
/** Making an environment takes three seconds, and half a minute on a machine that is busy otherwise. */
const unhurried = { timeout: 120_000 };

async function prepare(folder: string, settings = createTestSettings()) {
  const bin = path.join(folder, 'bin');
  // Only as a base to make environments from: the NVFlare in it is not to be found.
  writeWrapper(path.join(bin, 'python3'), readBase(python));
  const data = path.join(folder, 'data');
  const bench = await createTestRuntime(data, bareMachine(folder, [bin], { PIP_RETRIES: '0' }), settings);
  const install = async (version?: string): Promise<Task> => {
    const { taskId } = await bench.runtime.install({ version, startedBy: 'a test' });
    return bench.tasks.wait(taskId);
  };
  return { bench, install, data, runtimes: path.join(data, 'runtime') };
}

/** The interpreter that an environment was made from. */
function readBase(environmentPython: string): string {
  const file = path.join(path.dirname(environmentPython), '..', 'pyvenv.cfg');
  if (!existsSync(file)) return environmentPython;
  const home = /^home = (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  return path.join(home, 'python3');
}

const left = (runtimes: string): string[] =>
  readdirSync(runtimes).filter((name) => !name.startsWith('probes.json'));

/** The log of a task, once all of it has been written. */
const readLog = (data: string, task: Task): string =>
  readFileSync(path.join(data, 'logs', 'tasks', `${task.id}.log`), 'utf8');

itWithPeer(
  'installs the real NVFlare into an environment of its own, which then provisions',
  { timeout: 600_000 },
  async () => {
    using place = createFolder();
    const { bench, install, runtimes, data } = await prepare(place.folder);
    await using _ = bench;
    expect((await bench.runtime.status()).canInstall.ok).toBe(true);
    const { taskId } = await bench.runtime.install({ startedBy: 'a test' });
    expect((await bench.runtime.status()).installTaskId).toBe(taskId);
    await expect(bench.runtime.install({ startedBy: 'another' })).rejects.toThrow('being installed already');
    const seen: number[] = [];
    const watching = setInterval(() => seen.push(bench.tasks.get(taskId).progress ?? 0), 200);
    const task = await bench.tasks.wait(taskId);
    clearInterval(watching);
    expect(task).toMatchObject({ state: 'succeeded', result: { version: '2.8.1' } });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(5);
    expect(readLog(data, task)).toContain('Successfully installed');
    expect(left(runtimes)).toEqual(['nvflare-2.8.1']);
    const { chosen } = await bench.runtime.status();
    expect(chosen).toMatchObject({ source: 'own', nvflareVersion: '2.8.1', state: 'ok' });
    const workspace = path.join(place.folder, 'ws');
    mkdirSync(workspace);
    const made = await provision(await bench.runtime.require(), {
      projectFile: writeTwoHospitals(place.folder),
      workspace,
      newKeys: 5,
      signal: new AbortController().signal,
      onLine: () => undefined,
      onProgress: () => undefined,
    });
    expect(readdirSync(made.prodDirectory)).toContain('hospital-1');
    // What is there and works is not made again.
    const again = await install();
    expect(readLog(data, again)).toContain('is installed already');
  },
);

itWithPeer(
  'leaves nothing behind when the index cannot be reached, and can be run again',
  unhurried,
  async () => {
    using place = createFolder();
    const packageIndexUrl = 'http://127.0.0.1:9/simple';
    const { bench, install, runtimes } = await prepare(place.folder, createTestSettings({ packageIndexUrl }));
    await using _ = bench;
    // One that was left half made before, without the mark that it is whole, counts as absent.
    mkdirSync(path.join(runtimes, 'nvflare-2.8.1', 'bin'), { recursive: true });
    writeFileSync(path.join(runtimes, 'nvflare-2.8.1', 'bin', 'python'), '');
    expect((await bench.runtime.status()).candidates.map(({ source }) => source)).not.toContain('own');
    const task = await install();
    expect(task).toMatchObject({
      state: 'failed',
      canRetry: true,
      error: { code: 'UNAVAILABLE', message: `${packageIndexUrl} could not be reached.` },
    });
    expect(task.error?.data.details).toContain('Connection refused');
    expect(left(runtimes)).toEqual([]);
    const retried = bench.tasks.retry(task.id, 'a test');
    bench.tasks.cancel(retried.id);
    expect((await bench.tasks.wait(retried.id)).state).toBe('cancelled');
    expect(left(runtimes)).toEqual([]);
  },
);

itWithPeer('sends the password to the index only, and says when it is refused', unhurried, async () => {
  using place = createFolder();
  const sent = new Set<string | undefined>();
  using index = await startIndex((request, response) => {
    sent.add(request.headers.authorization);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="packages"' }).end();
  });
  const settings = createTestSettings({ packageIndexUrl: index.url, packageIndexUser: 'reader' });
  const { bench, install, data } = await prepare(place.folder, settings);
  await using _ = bench;
  const task = await install('2.9.0');
  expect(task.error?.message).toBe(`${index.url} refused the user name or password.`);
  expect(sent).toContain(`Basic ${Buffer.from('reader:p@ss word').toString('base64')}`);
  expect(readLog(data, task) + JSON.stringify(task)).not.toMatch(/p@ss|p%40ss/);
});

itWithPeer('says when the index does not have the version', unhurried, async () => {
  using place = createFolder();
  using index = await startIndex((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><body></body></html>');
  });
  const { bench, install } = await prepare(place.folder, createTestSettings({ packageIndexUrl: index.url }));
  await using _ = bench;
  expect((await install('2.8.77')).error?.message).toMatch(
    /has no NVFlare 2\.8\.77 for Python 3\.\d+\.\d+\.$/,
  );
});

itWithPeer('ends pip and removes the environment when cancelled', unhurried, async () => {
  using place = createFolder();
  let asked = false;
  using index = await startIndex(() => {
    asked = true;
  });
  const { bench, runtimes } = await prepare(place.folder, createTestSettings({ packageIndexUrl: index.url }));
  await using _ = bench;
  const { taskId } = await bench.runtime.install({ startedBy: 'a test' });
  await vi.waitFor(() => expect(asked).toBe(true), { timeout: 100_000 });
  expect(left(runtimes)).toEqual(['nvflare-2.8.1']);
  bench.tasks.cancel(taskId);
  expect((await bench.tasks.wait(taskId)).state).toBe('cancelled');
  expect(left(runtimes)).toEqual([]);
});

it('refuses a version that is too old', async () => {
  using place = createFolder();
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, []));
  await expect(bench.runtime.install({ version: '2.5.0', startedBy: 'a test' })).rejects.toThrow('too old');
});

it('says what to do when there is no Python to start from, and none can be fetched', async () => {
  using place = createFolder();
  const settings = createTestSettings({ packageIndexUrl: 'http://127.0.0.1:9/simple' });
  await using bench = await createTestRuntime(place.folder, bareMachine(place.folder, []), settings);
  const { taskId } = await bench.runtime.install({ startedBy: 'a test' });
  const task = await bench.tasks.wait(taskId);
  expect(task.error).toMatchObject({
    code: 'UNAVAILABLE',
    message: 'http://127.0.0.1:9/simple could not be reached.',
    data: { hint: expect.stringContaining('install from a folder') },
  });
});
