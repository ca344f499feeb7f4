import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listTree } from '../files/tree';
import { type House, manyClients, openHouse, projectText, python } from './test-house';
import { openProvisioned } from './test-provisioned';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** In place of the empty house, one whose project has had its first run. */
async function provisioned() {
  await house.close();
  const opened = await openProvisioned();
  house = opened.house;
  return opened;
}

const certJson = (projectId: string, runId: string) =>
  path.join(house.layout.run(projectId, runId).state, 'cert.json');

/** No staging, and no run but the named ones. */
function expectNothingElse(projectId: string, runIds: string[]) {
  expect(existsSync(house.layout.staging) ? readdirSync(house.layout.staging) : []).toEqual([]);
  const runs = house.layout.runsOf(projectId);
  expect(existsSync(runs) ? readdirSync(runs).sort() : []).toEqual([...runIds].sort());
}

describe.skipIf(!python)('a run', () => {
  test('makes kits that only their owner can read', async () => {
    const projectId = house.addProject(projectText());
    const { runId, run, task } = await house.provision(projectId);
    expect(task.error).toBeNull();
    expect(run).toMatchObject({
      state: 'succeeded',
      number: 1,
      kitCount: 4,
      startedBy: 'Tester',
      error: null,
    });
    expect(run.nvflareVersion).toMatch(/^2\./);
    expect(run.durationMs).toBeGreaterThan(0);
    expectNothingElse(projectId, [runId]);
    const place = house.layout.run(projectId, runId);
    expect(readdirSync(place.kits).sort()).toEqual(['admin@example.org', 'server', 'site-1', 'site-2']);
    expect(statSync(certJson(projectId, runId)).mode & 0o777).toBe(0o600);
    for (const { path: file, kind, mode } of listTree(place.directory))
      expect([file, mode]).toEqual([file, kind === 'directory' || file.endsWith('.sh') ? 0o700 : 0o600]);
    expect(house.provisioning.run(runId)).toMatchObject({ changes: [], previousRunId: null });
  });

  test('after another keeps the CA and existing keys byte for byte, and mints what is new', async () => {
    const { projectId, first } = await provisioned();
    const before: Record<string, unknown> = JSON.parse(
      readFileSync(certJson(projectId, first.runId), 'utf8'),
    );
    house.setText(projectId, projectText({ more: ['{name: site-3, type: client, org: beta}'] }));
    const second = await house.provision(projectId);
    expect(second.run).toMatchObject({ state: 'succeeded', number: 2, kitCount: 5, revision: 2 });
    const after: Record<string, unknown> = JSON.parse(
      readFileSync(certJson(projectId, second.runId), 'utf8'),
    );
    expect(after).toMatchObject(before);
    expect(Object.keys(after)).toContain('site-3');
    for (const file of [
      'site-1/startup/client.key',
      'server/startup/server.crt',
      'site-2/startup/rootCA.pem',
    ])
      expect(readKit(projectId, second.runId, file)).toBe(readKit(projectId, first.runId, file));
    expect(existsSync(house.layout.run(projectId, first.runId).state)).toBe(false);
    const detail = house.provisioning.run(second.runId);
    expect(detail.previousRunId).toBe(first.runId);
    expect(detail.changes).toMatchObject([{ kind: 'added', what: 'site-3', after: 'client' }]);
    expect(house.provisioning.runs({ projectId, limit: 10 }).map(({ number }) => number)).toEqual([2, 1]);
    expect(house.provisioning.lastRun(projectId)).toMatchObject({
      number: 2,
      state: 'succeeded',
      revision: 2,
      adopted: false,
    });
  });

  test('shows its stages, and refuses a second one of the same project meanwhile', async () => {
    const projectId = house.addProject(projectText());
    const { taskId } = await house.provisioning.start(projectId, 'Tester');
    expect(house.provisioning.hasRunning(projectId)).toBe(true);
    await expect(house.provisioning.start(projectId, 'Tester')).rejects.toMatchObject({ code: 'CONFLICT' });
    const seen = new Set<string | null>();
    for await (const piece of house.tasks.log(taskId, 0))
      for (const match of piece.text.matchAll(/^── (.*)$/gm)) seen.add(match[1] ?? null);
    expect([...seen]).toEqual([
      'Check the project',
      'Prepare the workspace',
      'Run nvflare provision',
      'Check the kits',
      'Keep the result',
    ]);
    expect(house.provisioning.hasRunning(projectId)).toBe(false);
  });

  test('that is cancelled in the middle leaves nothing, and the next one works', async () => {
    const projectId = house.addProject(projectText({ more: manyClients(60) }));
    const { runId, taskId } = await house.provisioning.start(projectId, 'Tester');
    await untilWorking(runId);
    house.tasks.cancel(taskId);
    expect((await house.tasks.wait(taskId)).state).toBe('cancelled');
    expect(house.provisioning.run(runId)).toMatchObject({
      run: { state: 'cancelled', kitCount: 0, error: { code: 'CANCELLED' } },
      workspace: null,
    });
    expectNothingElse(projectId, []);
    expect(processesOf(runId)).toEqual([]);
    house.setText(projectId, projectText());
    const next = await house.provision(projectId);
    expect(next.run).toMatchObject({ state: 'succeeded', number: 2 });
    expect(house.provisioning.run(next.runId).previousRunId).toBeNull();
  });

  test.skipIf(process.platform !== 'linux')(
    'whose NVFlare is killed says so; the old state is untouched',
    async () => {
      const { projectId, first } = await provisioned();
      const before = readFileSync(certJson(projectId, first.runId));
      house.setText(projectId, projectText({ more: manyClients(60) }));
      const { runId, taskId } = await house.provisioning.start(projectId, 'Tester');
      await untilWorking(runId);
      for (const pid of processesOf(runId)) process.kill(pid, 'SIGKILL');
      const task = await house.tasks.wait(taskId);
      expect(task).toMatchObject({ state: 'failed', error: { code: 'UNAVAILABLE' } });
      expect(task.error?.message).toMatch(/SIGKILL/);
      expect(house.provisioning.run(runId).run).toMatchObject({ state: 'failed', error: task.error });
      expectNothingElse(projectId, [first.runId]);
      expect(readFileSync(certJson(projectId, first.runId))).toEqual(before);
      house.setText(projectId, projectText());
      const retried = await house.tasks.wait(house.tasks.retry(taskId, 'Tester').id);
      expect(retried.state).toBe('succeeded');
    },
  );

  test('of a project that NVFlare refuses says why and keeps nothing', async () => {
    const projectId = house.addProject(projectText({ more: ['{name: site-1, type: client, org: alpha}'] }));
    const { run } = await house.provision(projectId);
    expect(run).toMatchObject({ state: 'failed', error: { code: 'INVALID' } });
    expect(run.error?.message).toMatch(/site-1/);
    expectNothingElse(projectId, []);
  });

  test('cannot leave its workspace by the name of the project', async () => {
    const projectId = house.addProject(projectText({ name: '../../escaped' }));
    expect((await house.provision(projectId)).run).toMatchObject({
      state: 'failed',
      error: { code: 'INVALID' },
    });
    expectNothingElse(projectId, []);
  });

  test('goes away with its project', async () => {
    const { projectId } = await provisioned();
    house.provisioning.removeProjectFiles(projectId);
    expect(existsSync(house.layout.projectDirectory(projectId))).toBe(false);
    expect(readdirSync(house.layout.staging)).toEqual([]);
  });
});

test('a project with errors is refused with its problems, and no run is made', async () => {
  const problem = { field: 'name', code: 'x', severity: 'error' as const, message: 'wrong', hint: 'right' };
  const other = await openHouse({ validation: { ok: false, problems: [problem] } });
  try {
    const projectId = other.addProject(projectText());
    await expect(other.provisioning.start(projectId, 'Tester')).rejects.toMatchObject({
      code: 'INVALID',
      data: { problems: [problem] },
    });
    expect(other.provisioning.runs({ projectId: null, limit: 10 })).toEqual([]);
  } finally {
    await other.close();
  }
});

const readKit = (projectId: string, runId: string, file: string): string =>
  readFileSync(path.join(house.layout.run(projectId, runId).kits, file), 'utf8');

/** Resolves when the CLI has begun to make the kits of a run. */
async function untilWorking(runId: string): Promise<void> {
  const wip = path.join(house.layout.stagingOf(runId), 'ws', 'trial', 'wip');
  await expect.poll(() => existsSync(wip), { interval: 20, timeout: 20_000 }).toBe(true);
}

/** The processes that work in a run's directory. */
const processesOf = (runId: string): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && commandLine(name).includes(runId))
    .map(Number);

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
