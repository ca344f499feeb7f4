import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../e2e/servers/free-port';
import type { LocalFederation } from '../../preload/contract/local-federations';
import { listTree } from '../files/tree';
import { copyKits } from '../kits/kit-copy';
import { isSecret } from '../kits/kit-files';
import { provision } from '../nvflare/provision';
import { endpointOf } from '../preflight/kit-look';
import { provisionTrial } from '../preflight/test-federation';
import { readProjectFile } from '../provisioning/project-file';
import { type House, openHouse, python } from '../provisioning/test-house';
import { listProcesses, processesOf } from './processes';
import { createLocalFederations, type LocalFederations } from './service';

const missing = !python && process.env['FEDWRIGHT_REQUIRE_PEERS'] !== '1';

describe.skipIf(missing)('federations on this machine', { timeout: 150_000 }, () => {
  let house: House;
  let federations: LocalFederations;
  const root = () => path.join(house.data, 'local-federations');

  const open = (of: House) =>
    createLocalFederations({
      ...{ tasks: of.tasks, data: of.data, resources: path.resolve('resources'), endpointOf, isSecret },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      redact: (line) => line,
      readProject: readProjectFile,
      nvflare: { require: of.require, provision },
      preflight: async () => [],
      kits: {
        current: (projectId) => of.kits.list({ projectId, runId: null, all: false }),
        open: of.kits.open,
        document: (runId) => of.provisioning.documentOf(runId) ?? '',
        copy: (target, opened, signal) =>
          copyKits(
            target,
            opened.map(({ kit, files }) => ({ participant: kit.participant, files })),
            { signal },
          ),
      },
    });
  const running = async () => processesOf(root(), await listProcesses());
  const keys = () =>
    existsSync(root()) ? listTree(root()).filter((entry) => entry.path.endsWith('.key')) : [];
  const need = (id: string): LocalFederation => {
    const found = federations.list().find((one) => one.id === id);
    if (!found) throw new Error('no such federation');
    return found;
  };
  const states = (id: string) =>
    Object.fromEntries(need(id).participants.map(({ name, state }) => [name, state]));
  const start = async (projectId: string, sites: string[]) => {
    const { federationId, taskId } = await federations.start({ projectId, sites }, 'tester');
    const task = await house.tasks.wait(taskId);
    expect(task.error).toBeNull();
    return federationId;
  };
  const stop = (federationId: string) => house.tasks.wait(federations.stop(federationId, 'tester').taskId);
  /** Reads the stream of changes until one fits. */
  const until = async (fits: (all: LocalFederation[]) => boolean) => {
    for await (const all of federations.watch(AbortSignal.timeout(60_000))) if (fits(all)) return all;
    throw new Error('the state did not come');
  };

  beforeAll(async () => {
    house = await openHouse();
    federations = open(house);
  });
  afterAll(async () => {
    await federations?.dispose();
    await house?.close();
  });

  test("a project's own kits run where they lead to this machine, are controlled one by one, and leave nothing", async () => {
    const port = await freePort();
    const { projectId, kit } = await provisionTrial(house, { name: 'here', port });
    expect(await federations.plan(projectId)).toMatchObject({ kits: 'project', obstacle: null });
    const id = await start(projectId, ['site-1']);
    expect(need(id)).toMatchObject({ state: 'running', kits: 'project', port });
    expect(states(id)).toEqual({ server: 'running', 'site-1': 'running' });
    // The key that runs is the one that was handed out, for nobody else to read.
    const { directory } = need(id);
    const file = path.join(directory, 'kits', 'site-1', 'startup', 'client.key');
    const { files } = house.kits.open(kit('site-1'));
    expect(readFileSync(file).equals(await files.read('startup/client.key'))).toBe(true);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const resources = readFileSync(path.join(directory, 'kits', 'server', 'local', 'resources.json'), 'utf8');
    expect(resources).not.toContain('/tmp/nvflare/');

    const [measured] = await until(
      ([one]) => one?.participants.every((each) => each.memoryBytes !== null) ?? false,
    );
    for (const { memoryBytes } of measured?.participants ?? [])
      expect(memoryBytes).toBeGreaterThan(40 * 2 ** 20);
    await federations.control({ federationId: id, participant: 'site-1', action: 'stop' });
    expect(states(id)).toEqual({ server: 'running', 'site-1': 'off' });
    await federations.control({ federationId: id, participant: 'site-1', action: 'start' });
    await until(([one]) => one?.participants.every(({ state }) => state === 'running') ?? false);

    expect((await stop(id)).state).toBe('succeeded');
    expect(need(id).state).toBe('off');
    expect(await running()).toEqual([]);
    expect(keys()).toEqual([]);
    const log = readFileSync(path.join(directory, 'logs', '1.log'), 'utf8');
    expect(log).toContain('Successfully registered client');
    // oxlint-disable-next-line no-control-regex
    expect(log).not.toMatch(/\u001b/);
    federations.remove(id);
    expect(existsSync(directory)).toBe(false);
  });

  test('nothing starts behind a stop, and the only one that runs keeps its keys over a restart', async () => {
    const { projectId } = await provisionTrial(house, {
      ...{ name: 'restarted', port: 8002, host: 'fl.example.invalid' },
    });
    const id = await start(projectId, ['site-1']);
    await federations.control({ federationId: id, participant: 'site-1', action: 'stop' });
    await federations.control({ federationId: id, participant: 'server', action: 'restart' });
    expect(keys().length).toBeGreaterThan(0);
    await until(([one]) => one?.participants.some(({ state }) => state === 'running') ?? false);
    const restart = federations.control({ federationId: id, participant: 'server', action: 'restart' });
    const [restarted, stopped] = await Promise.allSettled([restart, stop(id)]);
    expect(restarted).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } });
    expect(stopped).toMatchObject({ value: { state: 'succeeded' } });
    expect(await running()).toEqual([]);
    expect(keys()).toEqual([]);
    federations.remove(id);
  });

  test('two at once with kits of their own, because those of the projects lead elsewhere', async () => {
    const far = { port: 8002, host: 'fl.example.invalid' };
    const first = await provisionTrial(house, {
      name: 'far',
      ...far,
      more: ['{name: site-2, type: client, org: beta}'],
    });
    const second = await provisionTrial(house, { name: 'farther', ...far, scheme: 'http' });
    const plan = await federations.plan(first.projectId);
    expect(plan).toMatchObject({ kits: 'own', reason: expect.stringContaining('fl.example.invalid:8002') });
    const [one, two] = await Promise.all([
      start(first.projectId, ['site-1', 'site-2']),
      start(second.projectId, ['site-1']),
    ]);
    expect(states(one ?? '')).toEqual({ server: 'running', 'site-1': 'running', 'site-2': 'running' });
    expect(states(two ?? '')).toEqual({ server: 'running', 'site-1': 'running' });
    expect(need(one ?? '').port).not.toBe(need(two ?? '').port);
    // Nothing that could sign is kept.
    expect(listTree(root()).filter(({ path: name }) => name.endsWith('cert.json'))).toEqual([]);
    await Promise.all([stop(one ?? ''), stop(two ?? '')]);
    expect(await running()).toEqual([]);
    expect(keys()).toEqual([]);
    for (const id of [one, two]) federations.remove(id ?? '');
  });

  test('a launcher that is killed is told as failed, and nothing of its kit outlives it', async () => {
    const { projectId } = await provisionTrial(house, {
      name: 'killed',
      port: 8002,
      host: 'fl.example.invalid',
    });
    const id = await start(projectId, ['site-1']);
    const kit = path.join(need(id).directory, 'kits', 'site-1');
    const launchers = processesOf(kit, await listProcesses()).filter(({ words }) =>
      words.some((word) => word.endsWith('run_kit.py')),
    );
    expect(launchers).toHaveLength(1);
    process.kill(launchers[0]?.pid ?? 0, 'SIGKILL');
    await until(([one]) => one?.participants.some(({ state }) => state === 'failed') ?? false);
    expect(states(id)).toEqual({ server: 'running', 'site-1': 'failed' });
    expect(processesOf(kit, await listProcesses())).toEqual([]);
    await stop(id);
    expect(await running()).toEqual([]);
    federations.remove(id);
  });

  test('a start that is cancelled leaves no process, no key and no CA', async () => {
    const { projectId } = await provisionTrial(house, {
      name: 'cancelled',
      port: 8002,
      host: 'fl.example.invalid',
    });
    const { federationId, taskId } = await federations.start({ projectId, sites: ['site-1'] }, 'tester');
    await until(([one]) => one?.participants.some(({ state }) => state === 'starting') ?? false);
    house.tasks.cancel(taskId);
    expect((await house.tasks.wait(taskId)).state).toBe('cancelled');
    expect(need(federationId).state).toBe('off');
    expect(await running()).toEqual([]);
    expect(keys()).toEqual([]);
    federations.remove(federationId);
  });

  test('what a crash left is swept: processes, keys, directories', async () => {
    const directory = path.join(root(), 'left-over');
    const kit = path.join(directory, 'kits', 'site-1', 'startup');
    spawnSync('mkdir', ['-p', kit]);
    spawnSync('sh', [
      '-c',
      'echo secret > "$1/client.key"; setsid sh -c "sleep 300; true" "$1/x" >/dev/null 2>&1 &',
      'sh',
      kit,
    ]);
    await expect.poll(async () => (await running()).length).toBeGreaterThan(0);
    await federations.sweep(true);
    expect(await running()).toEqual([]);
    expect(readdirSync(root())).toEqual([]);
  });

  test('what cannot be started says why', async () => {
    await expect(federations.start({ projectId: 'none', sites: [] }, 'tester')).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const { projectId } = await provisionTrial(house, {
      name: 'why',
      port: 8002,
      host: 'fl.example.invalid',
    });
    await expect(federations.start({ projectId, sites: ['site-9'] }, 'tester')).rejects.toMatchObject({
      ...{ code: 'CONFLICT', message: expect.stringContaining('site-9') },
    });
    expect(federations.list()).toEqual([]);
  });
});
