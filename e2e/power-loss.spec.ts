import { X509Certificate } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type CommandLine, commandLine } from './fixtures/command-line';
import { filesWith } from './fixtures/leaks';
import { makeStoreOld } from './fixtures/old-store';
import { projectFile, siteNames } from './fixtures/project-files';
import { type Workspace, expect, test } from './fixtures/test';
import { needPeer, peers } from './servers/peers';
import { processesMarked } from './servers/processes';

// Whole data directories are compared and put back here: what is in them comes from the commands alone.
test.use({ seasoned: false });

// Everything of the app dies at once, at fifty moments that chance picks: as when the power fails.

test.beforeEach(() => needPeer(peers.nvflare() ?? peers.keyring()));

const moments = { provisioning: 12, migration: 13, staging: 5, restore: 8 };

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
  // What tells its mark is gone before its locks are.
  await child.end('SIGKILL');
  await expect.poll(() => processesMarked(workspace.mark)).toEqual([]);
  return `power was cut after ${afterMs} of ${Math.round(withinMs)} ms\n${child.output()}`;
}

async function importProject(cli: CommandLine, name: string): Promise<string> {
  const text = projectFile({ name, sites: siteNames(2) });
  const { summary } = await cli.call<{ summary: { id: string } }>('projects.import', { text });
  return summary.id;
}

/** Each call in a process of its own, as those are that the power ends: where it is measured how long one takes. */
const ownProcesses = ({ env }: Workspace): CommandLine => commandLine(env);

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
  // What the CA signs with is there, for the run that is the newest.
  const newest = known.at(-1);
  if (newest) expect(filesIn(path.join(runs, newest.runId, 'state')), why).toContain('cert.json');
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

/** What runs are for, one after the other. */
const scopes = ['all', 'new', 'renew', 'rotate'] as const;

interface StoredProject {
  summary: { revision: number };
  model: { participants: { key: string; name: string }[] };
}

/** Adds a site, so that there is somebody new; resolves to the project as it is then. */
async function addSite(cli: CommandLine, projectId: string, stored: StoredProject, name: string) {
  const { summary, model } = stored;
  const site = model.participants.find((one) => one.name === 'site-1');
  const participants = [...model.participants, { ...site, key: `new-${name}`, name }];
  const { revision } = summary;
  return cli.call<StoredProject>('projects.save', { projectId, revision, model: { ...model, participants } });
}

for (const half of ['one', 'other'])
  test(`a run of nvflare that the power cuts off leaves nothing, and the next one works (${half} half)`, async ({
    cli,
    workspace,
  }) => {
    test.setTimeout(600_000);
    const projectId = await importProject(cli, 'powered');
    await cli.call('provisioning.start', { projectId });
    const caNow = (why: string) => expectWhole(workspace, projectId, why)?.fingerprint256;
    const ca = caNow('before');
    expect(ca).toBeDefined();
    const own = ownProcesses(workspace);
    const began = performance.now();
    let stored = await own.call<StoredProject>('projects.get', { projectId });
    await own.call('provisioning.start', { projectId });
    const duration = performance.now() - began;
    for (let moment = 0; moment < moments.provisioning; moment += 1) {
      const scope = scopes[moment % scopes.length] ?? 'all';
      if (scope === 'new') stored = await addSite(cli, projectId, stored, `late-${moment}`);
      const participants = scope === 'renew' ? ['site-1'] : [];
      const [name, order] =
        scope === 'rotate'
          ? ['provisioning.startRotation', { projectId }]
          : ['provisioning.start', { projectId, scope, participants }];
      const why = `${scope}: ${await cutDuring(workspace, ['call', name, JSON.stringify(order)], duration)}`;
      // What was cut off is put right by a new process, as after a real loss of power.
      // A rotation is there with its new CA, or not at all.
      if ((await own.call('provisioning.rotation', { projectId })) !== null) {
        expect(caNow(why), why).not.toBe(ca);
        await cli.call('provisioning.abandonRotation', { projectId });
      }
      expect(caNow(why), why).toBe(ca);
      await cli.call('provisioning.start', { projectId });
      expect(caNow(why), why).toBe(ca);
    }
    const [kit] = await cli.call<{ id: string }[]>('kits.list', { projectId });
    const { checks } = await own.call<{ checks: { state: string }[] }>('kits.get', { kitId: kit?.id });
    expect(checks.map(({ state }) => state)).not.toContain('failed');
    expect(await cli.call('audit.verify')).toMatchObject({ ok: true });
  });

interface Projects {
  projects: { name: string }[];
}

const projectNames = async (cli: CommandLine): Promise<string[]> =>
  (await cli.call<Projects>('projects.list')).projects.map(({ name }) => name).toSorted();

test('a migration that the power cuts off is done by the next start', async ({ cli, workspace }) => {
  test.setTimeout(300_000);
  const projectId = await importProject(cli, 'old');
  await cli.call('provisioning.start', { projectId });
  const ca = expectWhole(workspace, projectId, 'before')?.fingerprint256;
  expect(ca).toBeDefined();
  const backups = path.join(workspace.data, 'backups');
  rmSync(backups, { recursive: true, force: true });
  makeStoreOld(workspace.data);
  const old = path.join(workspace.folder, 'old');
  cpSync(workspace.data, old, { recursive: true, verbatimSymlinks: true });
  for (let moment = 0; moment < moments.migration; moment += 1) {
    rmSync(workspace.data, { recursive: true, force: true });
    cpSync(old, workspace.data, { recursive: true, verbatimSymlinks: true });
    const child = commandLine(workspace.env).start(['call', 'projects.list']);
    // The migration begins with a backup; the process is at work before and after it, too.
    await expect
      .poll(() => existsSync(backups) || child.process.exitCode !== null, { intervals: [1] })
      .toBe(true);
    const afterMs = Math.round(Math.random() * 40);
    await delay(afterMs);
    cutPower(workspace);
    await child.end('SIGKILL');
    await expect.poll(() => processesMarked(workspace.mark)).toEqual([]);
    const why = `power was cut ${afterMs} ms after the backup`;
    expect(await projectNames(ownProcesses(workspace)), why).toEqual(['old']);
    expect(filesIn(backups).join(), why).toContain('fedwright-schema-1-');
    expect(expectWhole(workspace, projectId, why)?.fingerprint256, why).toBe(ca);
  }
  // The sealed keys are still those that the keychain has the key of.
  await ownProcesses(workspace).call('provisioning.start', { projectId });
  expect(expectWhole(workspace, projectId, 'the run after it')?.fingerprint256).toBe(ca);
});

test('a restore that the power cuts off is done by the next start, or has not begun', async ({
  cli,
  workspace,
}) => {
  test.setTimeout(300_000);
  const projectId = await importProject(cli, 'restored');
  await cli.call('provisioning.start', { projectId });
  const caNow = (why: string) => expectWhole(workspace, projectId, why)?.fingerprint256;
  const ca = caNow('before');
  expect(ca).toBeDefined();
  await cli.call('upkeep.backUp');
  const { backups } = await cli.call<{ backups: { id: string }[] }>('upkeep.backups');
  await importProject(cli, 'later');
  const keep = (name: string) => {
    const kept = path.join(workspace.folder, name);
    cpSync(workspace.data, kept, { recursive: true, verbatimSymlinks: true });
    return () => {
      rmSync(workspace.data, { recursive: true, force: true });
      cpSync(kept, workspace.data, { recursive: true, verbatimSymlinks: true });
    };
  };
  const order = { backupId: backups[0]?.id };
  const asBefore = keep('before');
  const beganStaging = performance.now();
  await ownProcesses(workspace).call('upkeep.restore', order);
  const staging = performance.now() - beganStaging;
  const asStaged = keep('staged');
  const began = performance.now();
  await ownProcesses(workspace).call('projects.list');
  const duration = performance.now() - began;

  for (let moment = 0; moment < moments.staging; moment += 1) {
    asBefore();
    const args = ['call', 'upkeep.restore', JSON.stringify(order)];
    const why = `unpacking: ${await cutDuring(workspace, args, staging)}`;
    const unpacked = existsSync(path.join(workspace.data, 'restore', 'plan.json'));
    expect(await projectNames(ownProcesses(workspace)), why).toEqual(
      unpacked ? ['restored'] : ['later', 'restored'],
    );
    expect(existsSync(path.join(workspace.data, 'restore')), why).toBe(false);
    expect(caNow(why), why).toBe(ca);
  }
  for (let moment = 0; moment < moments.restore; moment += 1) {
    asStaged();
    const why = await cutDuring(workspace, ['call', 'projects.list'], duration);
    expect(await projectNames(ownProcesses(workspace)), why).toEqual(['restored']);
    expect(caNow(why), why).toBe(ca);
  }
});
