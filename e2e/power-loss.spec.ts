import { X509Certificate } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { type CommandLine, commandLine } from './fixtures/command-line';
import { filesWith } from './fixtures/leaks';
import { root } from './fixtures/paths';
import { projectFile, siteNames } from './fixtures/project-files';
import { type Workspace, expect, test } from './fixtures/test';
import { needPeer, peers } from './servers/peers';
import { processesMarked } from './servers/processes';

// Whole data directories are compared and put back here: what is in them comes from the commands alone.
test.use({ pythonsKnown: false, ownProcesses: true });

// Everything of the app dies at once, at fifty moments that chance picks: as when the power fails.

test.beforeEach(() => needPeer(peers.nvflare() ?? peers.keyring()));

const moments = { provisioning: 12, migration: 13, restore: 13 };

/** Ends all processes of the workspace without a word to any of them. */
function cutPower({ mark }: Workspace): void {
  for (const { pid } of processesMarked(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

/** Starts a command, cuts the power at a moment within `withinMs`, and waits until no process is left. */
async function cutDuring(workspace: Workspace, args: string[], withinMs: number): Promise<string> {
  const child = commandLine(workspace.env).start(args);
  const afterMs = Math.round(Math.random() * withinMs);
  await delay(afterMs);
  cutPower(workspace);
  await expect.poll(() => processesMarked(workspace.mark)).toEqual([]);
  return `power was cut after ${afterMs} of ${Math.round(withinMs)} ms\n${child.output()}`;
}

async function importProject(cli: CommandLine, name: string): Promise<string> {
  const text = projectFile({ name, sites: siteNames(2) });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  return summary.id;
}

interface Known {
  runId: string;
  participant: string;
}

/**
 * What a start must leave, looked at from outside of the app: the store, and the files that it speaks of.
 * @returns the CA that every kit hangs on, of the newest run; null when a project has no run.
 */
function expectWhole({ data }: Workspace, projectId: string, why: string): X509Certificate | null {
  const store = new Database(path.join(data, 'fedwright.db'), { readonly: true });
  const all = <T>(query: string, ...values: unknown[]) => store.prepare(query).all(...values) as T[];
  expect(store.pragma('integrity_check', { simple: true }), why).toBe('ok');
  expect(all('select id from projects where id = ?', projectId), why).toHaveLength(1);
  expect(all("select id from tasks where state in ('queued', 'running')"), why).toEqual([]);
  const known = all<Known>(
    `select run_id as runId, participant from kits join runs on runs.id = run_id
     where project_id = ? and runs.state = 'succeeded' order by number`,
    projectId,
  );
  store.close();

  expect(filesIn(path.join(data, 'staging')), why).toEqual([]);
  expect(filesWith(data, 'PRIVATE KEY'), why).toEqual([]);
  const runs = path.join(data, 'projects', projectId, 'runs');
  // No run without its kits, and no files of a run that is not known.
  expect(filesIn(runs).toSorted(), why).toEqual([...new Set(known.map(({ runId }) => runId))].toSorted());
  const cas = known.map(({ runId, participant }) => caOf(path.join(runs, runId, 'kits', participant), why));
  return cas.at(-1) ?? null;
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** The CA of a kit, which has signed its certificate. */
function caOf(kit: string, why: string): X509Certificate {
  const read = (name: string) => new X509Certificate(readFileSync(path.join(kit, 'startup', name)));
  const ca = read('rootCA.pem');
  const certificate = filesIn(path.join(kit, 'startup')).find((name) => name.endsWith('.crt'));
  expect(certificate, `${kit}: ${why}`).toBeDefined();
  expect(read(certificate ?? '').verify(ca.publicKey), `${kit}: ${why}`).toBe(true);
  return ca;
}

for (const half of ['one', 'other'])
  test(`a run of nvflare that the power cuts off leaves nothing, and the next one works (${half} half)`, async ({
    cli,
    workspace,
  }) => {
    test.setTimeout(600_000);
    const projectId = await importProject(cli, 'powered');
    await cli.call('provisioning.start', { projectId });
    const ca = expectWhole(workspace, projectId, 'before')?.fingerprint256;
    expect(ca).toBeDefined();
    const began = performance.now();
    await cli.call('provisioning.start', { projectId });
    const duration = performance.now() - began;
    for (let moment = 0; moment < moments.provisioning; moment += 1) {
      const args = ['call', 'provisioning.start', JSON.stringify({ projectId })];
      const why = await cutDuring(workspace, args, duration);
      await cli.call('projects.list');
      expect(expectWhole(workspace, projectId, why)?.fingerprint256, why).toBe(ca);
      await cli.call('provisioning.start', { projectId });
      expect(expectWhole(workspace, projectId, why)?.fingerprint256, why).toBe(ca);
    }
    const [kit] = await cli.call<{ id: string }[]>('kits.list', { projectId });
    const { checks } = await cli.call<{ checks: { state: string }[] }>('kits.get', { kitId: kit?.id });
    expect(checks.map(({ state }) => state)).not.toContain('failed');
    expect(await cli.call('audit.verify')).toMatchObject({ ok: true });
  });

test('a migration that the power cuts off is done by the next start', async ({ workspace }) => {
  test.setTimeout(300_000);
  const old = makeOldStore(workspace.folder);
  for (let moment = 0; moment < moments.migration; moment += 1) {
    rmSync(workspace.data, { recursive: true, force: true });
    cpSync(old, workspace.data, { recursive: true });
    const child = commandLine(workspace.env).start(['call', 'projects.list']);
    // The migration begins with a backup; the process is at work before and after it, too.
    const backups = path.join(workspace.data, 'backups');
    await expect
      .poll(() => existsSync(backups) || child.process.exitCode !== null, { intervals: [1] })
      .toBe(true);
    const afterMs = Math.round(Math.random() * 40);
    await delay(afterMs);
    cutPower(workspace);
    await expect.poll(() => processesMarked(workspace.mark)).toEqual([]);
    const { projects } = await commandLine(workspace.env).call<{ projects: { name: string }[] }>(
      'projects.list',
    );
    expect(
      projects.map(({ name }) => name),
      `power was cut ${afterMs} ms after the backup`,
    ).toEqual(['old']);
  }
});

/** A data directory as the first version of the schema left it, with a project in it. */
function makeOldStore(folder: string): string {
  const migrations = mkdtempSync(path.join(folder, 'migrations-'));
  cpSync(path.join(root, 'resources', 'migrations'), migrations, { recursive: true });
  const journalFile = path.join(migrations, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] };
  writeFileSync(journalFile, JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) }));
  const data = path.join(folder, 'old');
  mkdirSync(data, { mode: 0o700 });
  const store = new Database(path.join(data, 'fedwright.db'));
  store.pragma('journal_mode = WAL');
  migrate(drizzle(store), { migrationsFolder: migrations });
  store.pragma('user_version = 1');
  const text = projectFile({ name: 'old', sites: siteNames(2) });
  const counts = JSON.stringify({ servers: 1, clients: 2, relays: 0, admins: 1 });
  store
    .prepare(
      `insert into projects (id, name, description, document, revision, counts, errors, warnings, created_at, updated_at)
       values ('old', 'old', '', ?, 1, ?, 0, 0, 0, 0)`,
    )
    .run(text, counts);
  store.close();
  return data;
}

test('a restore that the power cuts off is done by the next start, or has not begun', async ({
  cli,
  workspace,
}) => {
  test.setTimeout(300_000);
  const projectId = await importProject(cli, 'restored');
  await cli.call('provisioning.start', { projectId });
  const ca = expectWhole(workspace, projectId, 'before')?.fingerprint256;
  expect(ca).toBeDefined();
  await cli.call('upkeep.backUp');
  const { backups } = await cli.call<{ backups: { id: string }[] }>('upkeep.backups');
  await importProject(cli, 'later');
  await cli.call('upkeep.restore', { backupId: backups[0]?.id });
  const staged = path.join(workspace.folder, 'staged');
  cpSync(workspace.data, staged, { recursive: true, verbatimSymlinks: true });
  const began = performance.now();
  await cli.call('projects.list');
  const duration = performance.now() - began;
  for (let moment = 0; moment < moments.restore; moment += 1) {
    rmSync(workspace.data, { recursive: true, force: true });
    cpSync(staged, workspace.data, { recursive: true, verbatimSymlinks: true });
    const why = await cutDuring(workspace, ['call', 'projects.list'], duration);
    const { projects } = await cli.call<{ projects: { name: string }[] }>('projects.list');
    expect(
      projects.map(({ name }) => name),
      why,
    ).toEqual(['restored']);
    expect(expectWhole(workspace, projectId, why)?.fingerprint256, why).toBe(ca);
  }
});
