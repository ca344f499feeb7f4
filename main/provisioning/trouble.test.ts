import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { runRows } from './tables';
import { type House, manyClients, openHouse, projectText, python } from './test-house';
import { openProvisioned } from './test-provisioned';

/** Small and read-only disks need a mount, and that needs root. */
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
if (!canMount && process.env['FEDWRIGHT_REQUIRE_PEERS'] === '1')
  throw new Error('small disks can be mounted by root on Linux only, and every peer is required');

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function house(options: { data?: string } = {}): Promise<House> {
  const opened = await openHouse(options);
  cleanUps.push(() => opened.close());
  return opened;
}

/** One whose project has had its first run. */
async function provisioned() {
  const opened = await openProvisioned();
  cleanUps.push(() => opened.house.close());
  return opened;
}

/** A directory that is a disk of its own. */
function mountDisk(directory: string, size: string): void {
  mkdirSync(directory, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'fedwright-test', directory]);
  cleanUps.push(() => execFileSync('umount', ['-l', directory]));
}

describe.skipIf(!python || !canMount)('a disk (needs root to mount one)', () => {
  test('that is full fails the run, which leaves nothing; with space the next one works', async () => {
    const parent = mkdtempSync(path.join(os.tmpdir(), 'fedwright-disk-'));
    cleanUps.push(() => rmSync(parent, { recursive: true, force: true }));
    const data = path.join(parent, 'data');
    mountDisk(data, '6m');
    const opened = await openHouse({ data });
    cleanUps.push(() => opened.close({ keep: true }));
    const projectId = opened.addProject(projectText({ more: manyClients(15) }));
    fillUp(path.join(data, 'ballast'), data, 500_000);
    const { run, task } = await opened.provision(projectId);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'STORAGE', message: 'The disk is full.' } });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'STORAGE' } });
    expect(readdirSync(opened.layout.staging)).toEqual([]);
    expect(existsSync(opened.layout.projectDirectory(projectId))).toBe(false);
    rmSync(path.join(data, 'ballast'));
    expect((await opened.provision(projectId)).run.error).toBeNull();
  });

  test('that cannot be written fails the run; made writable, the next one works', async () => {
    const opened = await house();
    const projectId = opened.addProject(projectText());
    mountDisk(opened.layout.staging, '20m');
    execFileSync('mount', ['-o', 'remount,ro', opened.layout.staging]);
    const { task } = await opened.provision(projectId);
    expect(task).toMatchObject({
      state: 'failed',
      error: { code: 'STORAGE', message: 'The disk is read-only.' },
    });
    execFileSync('umount', [opened.layout.staging]);
    cleanUps.pop();
    expect((await opened.provision(projectId)).run.state).toBe('succeeded');
  });
});

test.skipIf(!python)('a file where a directory must be fails the run and names the place', async () => {
  const opened = await house();
  const projectId = opened.addProject(projectText());
  writeFileSync(opened.layout.staging, 'in the way');
  const { task } = await opened.provision(projectId);
  expect(task).toMatchObject({ state: 'failed', error: { code: 'STORAGE' } });
  expect(task.error?.data.details).toContain(opened.layout.staging);
  rmSync(opened.layout.staging);
  expect((await opened.provision(projectId)).run.state).toBe('succeeded');
});

describe.skipIf(!python)('a project whose certificates', () => {
  test('come from an expired CA is refused before NVFlare runs, and what to do is said', async () => {
    const { house: opened, projectId, first } = await provisioned();
    replaceCa(opened, projectId, first.runId, -1);
    const { task } = await opened.provision(projectId);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'INVALID' } });
    expect(task.error?.message).toMatch(/^The CA of this project expired on \d{4}-\d\d-\d\d\.$/);
    expect(task.error?.data.hint).toMatch(/Rotate the CA/);
  });

  test('come from a CA that expires soon are made, with a warning', async () => {
    const { house: opened, projectId, first } = await provisioned();
    replaceCa(opened, projectId, first.runId, 50);
    const { task } = await opened.provision(projectId);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'UNAVAILABLE' } });
    // The other certificates are still the old CA's: the check of the kits after the run finds that out.
    expect(task.error?.data.details).toMatch(
      /site-1: startup\/client\.crt was not signed by the CA in the kit\./,
    );
    let log = '';
    for await (const piece of opened.tasks.log(task.id, 0)) log += piece.text;
    expect(log).toMatch(/Warning: The CA of this project expires on/);
  });

  test('lost their CA does not silently get another one', async () => {
    const { house: opened, projectId, first } = await provisioned();
    rmSync(opened.layout.run(projectId, first.runId).state, { recursive: true });
    const { task } = await opened.provision(projectId);
    expect(task.error).toMatchObject({ code: 'STORAGE', message: 'The CA of this project is gone.' });
  });

  test('would not fit a new default host or role is refused; a new server name is not', async () => {
    const { house: opened, projectId } = await provisioned();
    opened.setText(projectId, projectText({ host: 'other.example.org' }));
    const host = await opened.provision(projectId);
    expect(host.task.error?.message).toMatch(/does not cover its host other\.example\.org/);
    opened.setText(projectId, projectText().replace('project_admin', 'lead'));
    const role = await opened.provision(projectId);
    expect(role.task.error?.message).toMatch(/role project_admin, and NVFlare does not change it to lead/);
    opened.setText(
      projectId,
      projectText({ host: 'other.example.org' }).replace('name: server,', 'name: hub,'),
    );
    expect((await opened.provision(projectId)).run.error).toBeNull();
  });
});

describe.skipIf(!python)('after a crash', () => {
  test('the run is interrupted, its files are gone, and it can be run again', async () => {
    const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-crash-'));
    cleanUps.push(() => rmSync(data, { recursive: true, force: true }));
    const { runId, taskId, projectId } = crash(data);
    const opened = await openHouse({ data });
    cleanUps.push(() => opened.close({ keep: true }));
    opened.addProject(projectText(), projectId);
    expect(existsSync(opened.layout.stagingOf(runId))).toBe(true);
    opened.tasks.recover();
    opened.provisioning.sweep();
    expect(opened.provisioning.run(runId).run).toMatchObject({
      state: 'interrupted',
      error: { code: 'CANCELLED' },
    });
    expect(readdirSync(opened.layout.staging)).toEqual([]);
    const again = await opened.tasks.wait(opened.tasks.retry(taskId, 'Tester').id);
    expect(again.state).toBe('succeeded');
  });

  test('what a live process is doing stays, and so does what the store does not know', async () => {
    const first = await house();
    const projectId = first.addProject(projectText());
    const { runId, taskId } = await first.provisioning.start(projectId, 'Tester');
    await expect
      .poll(() => existsSync(first.layout.stagingOf(runId)), { interval: 10, timeout: 20_000 })
      .toBe(true);
    const second = await openHouse({ data: first.data });
    cleanUps.push(() => second.close({ keep: true }));
    const stranger = path.join(first.layout.runsOf(projectId), 'unknown');
    mkdirSync(stranger, { recursive: true });
    second.tasks.recover();
    second.provisioning.sweep();
    expect(existsSync(first.layout.stagingOf(runId))).toBe(true);
    expect(existsSync(stranger)).toBe(true);
    expect((await first.tasks.wait(taskId)).state).toBe('succeeded');
    second.provisioning.sweep();
    expect(existsSync(first.layout.run(projectId, runId).state)).toBe(true);
  });
});

describe.skipIf(!python)('a row', () => {
  test('that another process has ended wins over the run, which then keeps nothing', async () => {
    const opened = await house();
    const projectId = opened.addProject(projectText());
    const { runId, taskId } = await opened.provisioning.start(projectId, 'Tester');
    opened.store.db.update(runRows).set({ state: 'interrupted' }).where(eq(runRows.id, runId)).run();
    expect(await opened.tasks.wait(taskId)).toMatchObject({ state: 'failed', error: { code: 'CONFLICT' } });
    expect(opened.provisioning.run(runId).run).toMatchObject({ state: 'interrupted', kitCount: 0 });
    expect(readdirSync(opened.layout.runsOf(projectId))).toEqual([]);
    expect(readdirSync(opened.layout.staging)).toEqual([]);
  });

  test('whose end could not be stored is put right when it matters', async () => {
    const { house: opened, projectId, first } = await provisioned();
    const { runId } = first;
    opened.store.db.update(runRows).set({ state: 'running' }).where(eq(runRows.id, runId)).run();
    expect(opened.provisioning.hasRunning(projectId)).toBe(false);
    expect(opened.provisioning.run(runId).run.state).toBe('interrupted');
  });
});

/** Leaves `free` bytes on a disk. */
function fillUp(file: string, disk: string, free: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(file, Buffer.alloc(Math.max(0, bavail * bsize - free)));
}

/** Puts a CA of the same name, valid for so many days from now, into a project's state. */
function replaceCa(opened: House, projectId: string, runId: string, days: number): void {
  const file = path.join(opened.layout.run(projectId, runId).state, 'cert.json');
  const script = `
import datetime, json, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from nvflare.lighter.utils import generate_keys, serialize_cert, serialize_pri_key, x509_name
key, public = generate_keys()
name = x509_name("trial")
end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=${days})
ca = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(public)
      .serial_number(x509.random_serial_number())
      .not_valid_before(end - datetime.timedelta(days=360)).not_valid_after(end)
      .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
      .sign(key, hashes.SHA256()))
state = json.load(open(sys.argv[1]))
state["root_cert"] = serialize_cert(ca).decode()
state["root_pri_key"] = serialize_pri_key(key).decode()
json.dump(state, open(sys.argv[1], "w"))
`;
  execFileSync(python ?? 'python3', ['-c', script, file]);
  expect(readFileSync(file, 'utf8')).toContain('root_cert');
}

/** Provisions in a process of its own, which dies in the middle of it. */
function crash(data: string): { runId: string; taskId: string; projectId: string } {
  const script = `
    const { runnerImport } = await import('vite');
    const { module } = await runnerImport('./main/provisioning/test-crash.ts', { logLevel: 'silent' });
    await module.crash(process.argv[1]);`;
  const { signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script, data],
    {
      encoding: 'utf8',
    },
  );
  if (signal !== 'SIGKILL') throw new Error(`the process was to die by SIGKILL: ${stderr}`);
  return JSON.parse(stdout);
}
