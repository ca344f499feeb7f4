import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildForChildren } from '../process/test-child';
import { projectRows } from '../projects/tables';
import { createLayout } from '../provisioning/layout';
import { type House, openHouse, projectText, python } from '../provisioning/test-house';
import { createInstance } from '../tasks/instance';
import { storeName } from './manifest';
import { restorePlace } from './restore-place';
import { restart } from './test-crash';
import { keepUp, look } from './test-keeper';

const cleanUps: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});
/** What the processes run that do not outlive a restore. */
let restartUrl: string;
beforeAll(async () => {
  const { url, remove } = await buildForChildren('main/upkeep/test-crash.ts');
  cleanUps.push(remove);
  restartUrl = url;
});
const folder = (): string => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'fedwright-restore-'));
  cleanUps.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};
const copyOf = (data: string): string => {
  const to = path.join(folder(), 'data');
  cpSync(data, to, { recursive: true });
  return to;
};

describe.skipIf(!python)('a restore', () => {
  let house: House;
  let projectId: string;
  let firstRun: string;
  let secondRun: string;
  let backupId: string;
  let firstState: string;
  /** A data directory with a staged restore, closed. */
  let staged: string;

  beforeAll(async () => {
    house = await openHouse();
    cleanUps.push(() => rmSync(house.data, { recursive: true, force: true }));
    const keeper = keepUp(house);
    projectId = house.addProject(projectText({ name: 'then' }));
    firstRun = (await house.provision(projectId)).runId;
    firstState = readFileSync(path.join(house.layout.run(projectId, firstRun).state, 'cert.json'), 'utf8');
    backupId = await keeper.made();
    house.setText(
      projectId,
      projectText({ name: 'then', more: ['{name: site-3, type: client, org: alpha}'] }),
    );
    house.store.db.update(projectRows).set({ name: 'now', revision: 2 }).run();
    secondRun = (await house.provision(projectId)).runId;
    house.addProject(projectText({ name: 'since' }));

    const described = await keeper.describeBackup({ backupId, grantId: null, passphrase: null });
    expect(described).toMatchObject({
      projects: [{ name: 'then', run: 1, hasCa: true }],
      losses: [
        { project: 'now', what: expect.stringContaining('project file') },
        { project: 'now', what: expect.stringContaining('the backup knows run 1') },
        { project: 'since', what: expect.stringContaining('whole project') },
      ],
    });
    const { backups, newestKeysAt } = keeper.backups();
    expect(newestKeysAt).toBeGreaterThan(backups[0]?.at ?? Infinity);
    expect((await keeper.staged({ backupId })).error).toBeNull();
    expect(keeper.backups().pending).toMatchObject({ source: backupId, by: 'Tester' });
    await house.close({ keep: true });
    staged = house.data;
    expect(look(staged).projects).toEqual(['now', 'since']);
  });

  test('puts the store, the CA and the keys back, and keeps what else is on the disk', async () => {
    const data = copyOf(staged);
    const steps: string[] = [];
    await restart(data, null, (step) => steps.push(step));
    expect(steps.at(-1)).toBe('noted the outcome');
    expect(look(data)).toEqual({ projects: ['then'], integrity: 'ok' });
    expect(existsSync(restorePlace(data).root)).toBe(false);

    const opened = await openHouse({ data });
    cleanUps.push(() => opened.close({ keep: true }));
    const keeper = keepUp(opened);
    keeper.noteRestore();
    keeper.noteRestore();
    expect(keeper.recorded).toMatchObject([{ action: 'upkeep.restore', subject: backupId, result: 'ok' }]);
    const { lastRestore, pending, backups } = keeper.backups();
    expect(pending).toBeNull();
    expect(lastRestore).toMatchObject({ ok: true, source: backupId });
    // What was here before can be had again.
    expect(backups.find(({ kind }) => kind === 'before-restore')?.id).toBe(lastRestore?.before);
    const before = { backupId: lastRestore?.before ?? '', grantId: null, passphrase: null };
    expect((await keeper.describeBackup(before)).projects.map(({ name }) => name)).toEqual(['now', 'since']);

    opened.tasks.recover();
    opened.provisioning.sweep();
    const place = opened.layout.run(projectId, firstRun);
    expect(readFileSync(path.join(place.state, 'cert.json'), 'utf8')).toBe(firstState);
    expect(statSync(path.join(place.state, 'cert.json')).mode & 0o777).toBe(0o600);
    expect(existsSync(path.join(place.kits, 'site-1', 'startup', 'client.key'))).toBe(true);
    // The run that the store does not know any more stays, until a person says otherwise.
    expect(existsSync(path.join(opened.layout.run(projectId, secondRun).state, 'cert.json'))).toBe(true);
    const { items } = await keeper.cleanPlan({ keepRuns: 3, logDays: 30 });
    const stranger = items.find(({ kind }) => kind === 'unknown');
    expect(stranger).toMatchObject({ suggested: false, detail: expect.stringContaining('CA') });

    // The CA is the one of before: a new run goes on from it.
    opened.texts.set(projectId, { name: 'then', text: projectText({ name: 'then' }), revision: 1 });
    const next = await opened.provision(projectId);
    expect(next.run).toMatchObject({ state: 'succeeded', number: 2 });
    const root = (runId: string) =>
      readFileSync(
        path.join(opened.layout.run(projectId, runId).kits, 'site-1', 'startup', 'rootCA.pem'),
        'utf8',
      );
    expect(root(next.runId)).toBe(root(firstRun));
  });

  describe('that the process does not outlive', () => {
    const steps = [
      'kept the present',
      'linked the files',
      'wrote the plan',
      'took fedwright.db-wal away',
      'took fedwright.db away',
      'put fedwright.db in place',
      'took projects away',
      'put projects in place',
      'noted the outcome',
    ];
    test.each(steps)('after it %s, is done by the next start', { timeout: 60_000 }, async (step) => {
      const data = copyOf(staged);
      expect(dieAt(data, step)).toBe('SIGKILL');
      if (steps.indexOf(step) < 2) {
        // Nothing has been touched, and it can still be called off.
        expect(look(data)).toEqual({ projects: ['now', 'since'], integrity: 'ok' });
        expect(existsSync(path.join(createLayout(data).run(projectId, secondRun).state, 'cert.json'))).toBe(
          true,
        );
      }
      await restart(data);
      assertRestored(data);
    });

    test('at any moment, is done by the next start', { timeout: 120_000 }, async () => {
      for (const ms of [0, 10, 30, 60, 120]) {
        const data = copyOf(staged);
        const child = spawn(process.execPath, childArguments(data, null));
        // From the start: it may be done before it is killed.
        const closed = once(child, 'close');
        await once(child.stdout, 'data');
        await delay(ms);
        child.kill('SIGKILL');
        await closed;
        await restart(data);
        assertRestored(data);
      }
    });
  });

  function assertRestored(data: string): void {
    expect(look(data)).toEqual({ projects: ['then'], integrity: 'ok' });
    const place = createLayout(data).run(projectId, firstRun);
    expect(readFileSync(path.join(place.state, 'cert.json'), 'utf8')).toBe(firstState);
    expect(existsSync(path.join(place.kits, 'server', 'startup', 'server.key'))).toBe(true);
    expect(existsSync(createLayout(data).run(projectId, secondRun).directory)).toBe(true);
    expect(existsSync(restorePlace(data).root)).toBe(false);
    expect(readdirSync(data).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  }

  test('waits while another process has the data directory open', async () => {
    const data = copyOf(staged);
    const other = createInstance(data);
    await restart(data);
    expect(look(data).projects).toEqual(['now', 'since']);
    expect(existsSync(restorePlace(data).plan)).toBe(true);
    other.dispose();
    await restart(data);
    assertRestored(data);
  });

  test('of a store that is damaged keeps the damaged one aside', async () => {
    const data = copyOf(staged);
    for (const end of ['-wal', '-shm']) rmSync(path.join(data, `${storeName}${end}`), { force: true });
    writeFileSync(path.join(data, storeName), 'no store at all, but of some length'.repeat(500));
    await restart(data);
    assertRestored(data);
    expect(
      readdirSync(path.join(data, 'backups')).filter((name) => name.endsWith('-damaged.db')),
    ).toHaveLength(1);
  });

  test('of what is on no machine yet needs only the file and its passphrase', async () => {
    const opened = await openHouse({ data: copyOf(staged) });
    cleanUps.push(() => opened.close({ keep: true }));
    const keeper = keepUp(opened);
    expect(keeper.cancelRestore()).toEqual({ cancelled: true });
    const file = path.join(folder(), 'carried.zip');
    const grantId = opened.files.grantPath(file, 'save').id;
    const made = await keeper.exportBackup({ grantId, withKits: true }, 'Tester');
    expect(made).toMatchObject({ savedTo: file, url: null });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const inFile = readFileSync(file, 'latin1');
    expect(inFile).not.toContain('SQLite format');
    expect(inFile).not.toContain('PRIVATE KEY');
    expect(filesWith(opened.data, made.passphrase)).toEqual([]);

    const fresh = await openHouse();
    cleanUps.push(() => fresh.close({ keep: true }));
    cleanUps.push(() => rmSync(fresh.data, { recursive: true, force: true }));
    const there = keepUp(fresh);
    const chosen = fresh.files.grantPath(file, 'file').id;
    const ask = (passphrase: string | null) =>
      there.describeBackup({ backupId: null, grantId: chosen, passphrase });
    await expect(ask(null)).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('protected'),
    });
    await expect(ask('wrong')).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining('open'),
    });
    expect(await ask(made.passphrase)).toMatchObject({ withKits: true, losses: [] });
    await there.staged({ grantId: chosen, passphrase: made.passphrase });
    expect(filesWith(fresh.data, made.passphrase)).toEqual([]);
    await fresh.close({ keep: true });
    await restart(fresh.data);
    expect(look(fresh.data).projects).toEqual(['now', 'since']);
    const { kits } = createLayout(fresh.data).run(projectId, secondRun);
    expect(existsSync(path.join(kits, 'site-3', 'startup', 'client.key'))).toBe(true);
  });
});

const childArguments = (data: string, step: string | null): string[] => [
  '--input-type=module',
  '-e',
  `const module = await import(process.argv[1]);
   process.stdout.write('ready');
   await module.restart(process.argv[2], process.argv[3] || null);`,
  restartUrl,
  data,
  step ?? '',
];

/** Restores in a process of its own, which dies at a step. Resolves to the signal. */
function dieAt(data: string, step: string): NodeJS.Signals | null {
  return spawnSync(process.execPath, childArguments(data, step), { encoding: 'utf8' }).signal;
}

function filesWith(root: string, text: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(root, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .filter((file) => readFileSync(file, 'latin1').includes(text));
}
