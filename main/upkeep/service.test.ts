import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runRows } from '../provisioning/tables';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { openProvisioned } from '../provisioning/test-provisioned';
import { taskRows } from '../tasks/tables';
import { readArchive } from './archive';
import { createBackupFolder } from './backup-folder';
import { isRoutine } from './backups';
import { keepUp, quiet } from './test-keeper';

const dayMs = 86_400_000;
const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n';

test('seven of the daily backups stay, three from before a restore, and all that were asked for', () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-backups-'));
  const folder = createBackupFolder(data);
  for (const kind of ['daily', 'manual', 'before-restore'] as const)
    for (let day = 1; day <= 10; day += 1) writeFileSync(folder.place(kind, day * dayMs).file, 'x');
  writeFileSync(path.join(folder.folder, 'notes.txt'), 'of the person');
  folder.prune();
  const days = (kind: string) => folder.list().flatMap((one) => (one.kind === kind ? [one.at / dayMs] : []));
  expect(days('daily')).toEqual([10, 9, 8, 7, 6, 5, 4]);
  expect(days('before-restore')).toEqual([10, 9, 8]);
  expect(days('manual')).toHaveLength(10);
  expect(existsSync(path.join(folder.folder, 'notes.txt'))).toBe(true);
  for (const name of ['../fedwright.db', 'notes.txt', ''])
    expect(() => folder.resolve(name)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  rmSync(data, { recursive: true });
});

describe('the daily backup', () => {
  test('is made once a day over all processes, and says nothing', async () => {
    const first = await openHouse();
    const second = await openHouse({ data: first.data });
    const keepers = [keepUp(first), keepUp(second)];
    const clock = { firstMs: 1, everyMs: 20 };
    const daily = () => keepUpList(first).filter(({ kind }) => kind === 'daily');
    const keepUpList = (house: House) => createBackupFolder(house.data).list();
    // Nothing to lose yet.
    expect(keepers[0]?.isDailyDue()).toBe(false);
    first.addProject(projectText());
    for (const keeper of keepers) keeper.startDaily(clock);
    await expect.poll(daily, { timeout: 10_000 }).toHaveLength(1);
    const made = () => first.tasks.list({ limit: 50 }).filter(({ kind }) => kind === 'upkeep.backup');
    await expect.poll(() => made().every(({ finishedAt }) => finishedAt !== null)).toBe(true);
    for (const keeper of keepers) expect(keeper.isDailyDue()).toBe(false);
    await expect.poll(() => first.tasks.list({ limit: 50, tray: true })).toEqual([]);
    expect(made().every(isRoutine)).toBe(true);
    expect(daily()).toHaveLength(1);
    expect(statSync(path.join(first.data, 'backups', daily()[0]?.id ?? '')).mode & 0o777).toBe(0o600);
    expect(readdirSync(first.layout.staging)).toEqual([]);
    for (const keeper of keepers) keeper.dispose();
    await second.close({ keep: true });
    await first.close();
  });

  test('is due as well when there are only keys of distributed provisioning', async () => {
    const house = await openHouse();
    const keeper = keepUp(house);
    mkdirSync(path.join(house.layout.distributed, 'requests'), { recursive: true });
    expect(keeper.isDailyDue()).toBe(false);
    mkdirSync(path.join(house.layout.distributed, 'ca', 'one'), { recursive: true });
    expect(keeper.isDailyDue()).toBe(true);
    await house.close();
  });
});

describe.skipIf(!python)('upkeep', () => {
  let house: House;
  let keeper: ReturnType<typeof keepUp>;
  let projectId: string;
  let runIds: string[];
  let work: string;
  const policy = { keepRuns: 2, logDays: 30 };

  beforeAll(async () => {
    const opened = await openProvisioned();
    ({ house, projectId } = opened);
    keeper = keepUp(house);
    runIds = [opened.first.runId];
    for (let run = 2; run <= 5; run += 1) runIds.push((await house.provision(projectId)).runId);
  }, 180_000);
  afterAll(() => house?.close());
  beforeEach(() => {
    work = mkdtempSync(path.join(os.tmpdir(), 'fedwright-upkeep-'));
    return () => rmSync(work, { recursive: true, force: true });
  });
  const directoryOf = (runId: string) => house.layout.run(projectId, runId).directory;
  const runId = (number: number) => runIds[number - 1] ?? '';
  const planned = async () => (await keeper.cleanPlan(policy)).items.map(({ id }) => id);
  const cleaned = async (ids: string[], keepRuns = policy.keepRuns) => {
    const { taskId } = keeper.clean({ ...policy, keepRuns, ids }, 'Tester');
    return (await house.tasks.wait(taskId)).result;
  };

  test('says what takes how much, by project and run', async () => {
    mkdirSync(path.join(house.data, 'runtime', 'nvflare-2.8.1', 'bin'), { recursive: true });
    writeFileSync(path.join(house.data, 'runtime', 'nvflare-2.8.1', 'bin', 'python'), Buffer.alloc(1000));
    const usage = await keeper.usage();
    const [project] = usage.projects;
    expect(project).toMatchObject({ projectId, name: 'trial' });
    expect(project?.runs.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
    expect(project?.runs.map(({ stateBytes }) => stateBytes > 0)).toEqual([true, false, false, false, false]);
    expect(project?.runs.every(({ kitsBytes }) => kitsBytes > 10_000)).toBe(true);
    expect(usage.environments).toEqual([{ name: 'nvflare-2.8.1', sizeBytes: 1000 }]);
    const files = readdirSync(house.data, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(path.join(house.data, name)))
      .filter((stat) => stat.isFile());
    expect(usage.totalBytes).toBe(files.reduce((sum, { size }) => sum + size, 0));
  });

  test('plans old runs, and never the newest, one that was handed over, or one that is under way', async () => {
    expect(await planned()).toEqual([`run:${runId(3)}`, `run:${runId(2)}`, `run:${runId(1)}`]);
    const kit = house.kits.list({ runId: runId(2), projectId: null, all: true })[0];
    house.kits.recordHandover(
      { kitId: kit?.id ?? '', recipient: 'Site 1', method: 'Courier', note: '' },
      'Tester',
    );
    expect(await planned()).toEqual([`run:${runId(3)}`, `run:${runId(1)}`]);
    const { db } = house.store;
    db.update(runRows)
      .set({ state: 'running' })
      .where(eq(runRows.id, runId(1)))
      .run();
    expect(await planned()).toEqual([`run:${runId(3)}`]);
    db.update(runRows)
      .set({ state: 'succeeded' })
      .where(eq(runRows.id, runId(1)))
      .run();
    for (const { sizeBytes } of (await keeper.cleanPlan(policy)).items)
      expect(sizeBytes).toBeGreaterThan(10_000);
  });

  test('removes what was chosen, rows, files and log, and nothing that it may not', async () => {
    const { taskId } = house.provisioning.run(runId(1)).run;
    const everything = runIds.map((id) => `run:${id}`);
    expect(await cleaned([`run:${runId(1)}`, ...everything.slice(3), 'run:none'])).toMatchObject({
      removed: 1,
      kept: 3,
      freedBytes: expect.any(Number),
    });
    expect(existsSync(directoryOf(runId(1)))).toBe(false);
    expect(() => house.provisioning.run(runId(1))).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(house.kits.list({ runId: runId(1), projectId: null, all: true })).toEqual([]);
    expect(() => house.tasks.get(taskId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(existsSync(path.join(house.data, 'logs', 'tasks', `${taskId}.log`))).toBe(false);
    expect(readdirSync(house.layout.staging)).toEqual([]);
    // Whatever is asked for, these stay: handed over (2), and the newest, with its CA (5).
    expect(await cleaned(everything, 1)).toMatchObject({ removed: 2 });
    expect(house.provisioning.runs({ projectId, limit: 10 }).map(({ number }) => number)).toEqual([5, 2]);
    expect(existsSync(path.join(directoryOf(runId(5)), 'state', 'cert.json'))).toBe(true);
    expect((await house.provision(projectId)).run).toMatchObject({ number: 6, state: 'succeeded' });
  });

  test('removes the logs of tasks that ended long ago, but not those of runs that stay', async () => {
    const old = Date.now() - 40 * dayMs;
    const of = house.provisioning.run(runId(5)).run.taskId;
    const { id } = await house.tasks.wait(keeper.backUp('Tester').taskId);
    const log = path.join(house.data, 'logs', 'tasks', `${id}.log`);
    expect(existsSync(log)).toBe(true);
    for (const taskId of [of, id])
      house.store.db.update(taskRows).set({ finishedAt: old }).where(eq(taskRows.id, taskId)).run();
    const stray = path.join(house.data, 'logs', 'tasks', 'unknown.log');
    writeFileSync(stray, 'of another store');
    const { items } = await keeper.cleanPlan(policy);
    expect(items.find((item) => item.id === 'logs')).toMatchObject({ title: '2 finished tasks' });
    await cleaned(['logs']);
    expect([existsSync(log), existsSync(stray)]).toEqual([false, false]);
    expect(house.tasks.get(of)).toBeDefined();
    expect(await planned()).not.toContain('logs');
  });

  test('removes a run that the store does not know, when that is chosen', async () => {
    const stranger = path.join(house.layout.runsOf(projectId), 'stranger');
    mkdirSync(path.join(stranger, 'state'), { recursive: true });
    writeFileSync(path.join(stranger, 'state', 'cert.json'), '{}');
    const id = `unknown:${projectId}/stranger`;
    expect((await keeper.cleanPlan(policy)).items).toMatchObject([{ id, suggested: false }]);
    expect(await cleaned([`unknown:${projectId}/../..`])).toMatchObject({ removed: 0 });
    expect(await cleaned([id])).toMatchObject({ removed: 1 });
    expect(existsSync(stranger)).toBe(false);
  });

  test('collects diagnostics with nothing secret in them', async () => {
    const canary = 'canary-x81-password';
    keeper.redactor.register(canary);
    const message = `pip said ${canary} and https://me:${canary}@index.example.org ${pem}`;
    keeper.logs.push({ at: 1, level: 'info', message, fields: { key: pem } });
    await expect(cleaned(['none'])).resolves.toBeDefined();
    const grant = house.files.grantPath(path.join(work, 'diagnostics.zip'), 'save');
    const made = await keeper.diagnostics(grant.id);
    expect(made).toMatchObject({ savedTo: grant.path, url: null });
    const texts = await readArchive({ file: grant.path, password: null, log: quiet }, async (archive) => {
      const found = new Map<string, string>();
      for (const name of archive.files.keys()) found.set(name, await archive.text(name));
      return found;
    });
    expect([...texts.keys()]).toEqual([
      'README.txt',
      'about.json',
      'status.json',
      'settings.json',
      'app-log.jsonl',
      'tasks.json',
      'files.json',
    ]);
    for (const [name, text] of texts) {
      expect(text, name).not.toContain(canary);
      expect(text, name).not.toContain('canary-user-name');
      expect(text, name).not.toMatch(/-----BEGIN|MIIE/);
      if (name.endsWith('.json')) expect(() => JSON.parse(text) as unknown, name).not.toThrow();
    }
    const { files } = JSON.parse(texts.get('files.json') ?? '') as {
      files: { path: string; mode: string }[];
    };
    expect(files.find(({ path: name }) => name === 'fedwright.db')?.mode).toBe('0600');
    expect(files.some(({ path: name }) => name.endsWith('state/cert.json'))).toBe(true);
    const [task] = JSON.parse(texts.get('tasks.json') ?? '') as Record<string, unknown>[];
    expect(task).toMatchObject({ kind: 'upkeep.clean' });
    expect(Object.keys(task ?? {})).not.toEqual(expect.arrayContaining(['input', 'result']));
    const link = await keeper.diagnostics(null);
    expect(link.url).toMatch(/^\/download\//);
  });

  test('is not done twice at once', async () => {
    const { taskId } = keeper.backUp('Tester');
    expect(() => keeper.backUp('Tester')).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    const exporting = keeper.exportBackup({ grantId: null, withKits: false }, 'Tester');
    await expect(exporting).rejects.toMatchObject({ code: 'CONFLICT' });
    await house.tasks.wait(taskId);
  });

  test('copies nothing when it is cancelled, and opens with any zip tool when it is exported', async () => {
    const count = keeper.backups().backups.length;
    const { taskId } = keeper.backUp('Tester');
    house.tasks.cancel(taskId);
    expect((await house.tasks.wait(taskId)).state).toBe('cancelled');
    expect(keeper.backups().backups).toHaveLength(count);
    const grant = house.files.grantPath(path.join(work, 'out.zip'), 'save');
    const { passphrase } = await keeper.exportBackup({ grantId: grant.id, withKits: false }, 'Tester');
    expect(passphrase).toMatch(/^([A-HJ-NP-Z2-9]{5}-){4}[A-HJ-NP-Z2-9]{5}$/);
    if (spawnSync('7z', ['--help']).status !== 0) return;
    expect(spawnSync('7z', ['t', `-p${passphrase}`, grant.path]).status).toBe(0);
    expect(spawnSync('7z', ['t', '-pwrong', grant.path]).status).not.toBe(0);
  });
});
