import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { KitSummary } from '../../preload/contract/kits';
import { type House, manyClients, projectText, python } from '../provisioning/test-house';
import { openProvisioned } from '../provisioning/test-provisioned';

let house: House;
let projectId: string;
let runId: string;
let work: string;

const kit = (participant: string): KitSummary => {
  const found = house.kits
    .list({ runId, projectId: null, all: false })
    .find((one) => one.participant === participant);
  if (!found) throw new Error(`no kit of ${participant}`);
  return found;
};
const original = (file: string) => readFileSync(path.join(house.layout.run(projectId, runId).kits, file));

/** Reads an archive; throws for a wrong password. */
async function readZip(file: Uint8Array, password?: string) {
  const reader = new ZipReader(new Uint8ArrayReader(file), {
    useWebWorkers: false,
    ...(password ? { password } : {}),
  });
  const found = new Map<string, { mode: number; encrypted: boolean; content: Buffer }>();
  for (const entry of await reader.getEntries()) {
    const content = entry.directory ? new Uint8Array() : await entry.getData(new Uint8ArrayWriter());
    found.set(entry.filename, {
      mode: (entry.unixMode ?? 0) & 0o777,
      encrypted: entry.encrypted,
      content: Buffer.from(content),
    });
  }
  return found;
}

describe.skipIf(!python)('kits', () => {
  beforeAll(async () => {
    const opened = await openProvisioned();
    ({ house, projectId } = opened);
    ({ runId } = opened.first);
  });
  afterAll(() => house?.close());
  beforeEach(() => {
    work = mkdtempSync(path.join(os.tmpdir(), 'fedwright-kits-'));
    return () => rmSync(work, { recursive: true, force: true });
  });

  test('are listed with their certificates, the server first', () => {
    const kits = house.kits.list({ runId: null, projectId, all: false });
    expect(kits.map(({ participant, type, org, role }) => [participant, type, org, role])).toEqual([
      ['server', 'server', 'alpha', null],
      ['site-1', 'client', 'alpha', null],
      ['site-2', 'client', 'beta', null],
      ['admin@example.org', 'admin', 'alpha', 'project_admin'],
    ]);
    for (const one of kits)
      expect(one).toMatchObject({
        current: true,
        state: 'ok',
        handovers: 0,
        runNumber: 1,
        projectName: 'trial',
      });
  });

  test('of an older run are kept, and are not current', async () => {
    const other = house.addProject(projectText({ name: 'other' }));
    const first = await house.provision(other);
    const second = await house.provision(other);
    const list = (all: boolean) =>
      house.kits.list({ runId: null, projectId: other, all }).map((one) => [one.runId, one.current]);
    expect(new Set(list(false).map(String))).toEqual(new Set([`${second.runId},true`]));
    expect(new Set(list(true).map(String))).toEqual(
      new Set([`${second.runId},true`, `${first.runId},false`]),
    );
    expect(house.kits.list({ runId: first.runId, projectId: null, all: false })).toHaveLength(4);
  });

  test('are read when one is opened, and the list learns of it', async () => {
    const { id } = kit('site-2');
    expect(await house.kits.get(id)).toMatchObject({ kit: { id, state: 'ok' }, handovers: [] });
    const script = path.join(house.layout.run(projectId, runId).kits, 'site-2', 'startup', 'start.sh');
    const content = readFileSync(script);
    rmSync(script);
    expect((await house.kits.get(id)).kit.state).toBe('failed');
    expect(kit('site-2').state).toBe('failed');
    writeFileSync(script, content, { mode: 0o700 });
    expect((await house.kits.get(id)).kit.state).toBe('ok');
    await expect(house.kits.get('unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('go out as a zip that opens with its password only, modes as NVFlare makes them', async () => {
    const { id } = kit('server');
    const grant = house.files.grantPath(path.join(work, 'out.zip'), 'save');
    const made = await house.kits.exportZip([id], grant.id, 'owner');
    expect(made).toMatchObject({
      fileName: 'out.zip',
      url: null,
      savedTo: grant.path,
      sizeBytes: statSync(grant.path).size,
    });
    expect(made.password).toMatch(/^([A-HJ-NP-Z2-9]{5}-){4}[A-HJ-NP-Z2-9]{5}$/);
    expect(statSync(grant.path).mode & 0o777).toBe(0o600);
    expect(readdirSync(work)).toEqual(['out.zip']);
    const archive = readFileSync(grant.path);
    const entries = await readZip(archive, made.password);
    expect(entries.get('server/startup/server.key')).toMatchObject({ mode: 0o600, encrypted: true });
    expect(entries.get('server/startup/server.key')?.content).toEqual(original('server/startup/server.key'));
    expect(entries.get('server/startup/start.sh')?.mode).toBe(0o755);
    expect(entries.get('server/startup/fed_server.json')?.mode).toBe(0o644);
    expect(entries.has('server/transfer/')).toBe(true);
    await expect(readZip(archive, 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA')).rejects.toThrow(/password/i);
    await expect(readZip(archive)).rejects.toThrow(/encrypted/i);
    expect(archive.includes('BEGIN RSA')).toBe(false);
    const second = await house.kits.exportZip([id], grant.id, 'owner');
    expect(second.password).not.toBe(made.password);
  });

  test.skipIf(spawnSync('7z').error !== undefined)('zips are opened by 7-Zip', async () => {
    const grant = house.files.grantPath(path.join(work, 'out.zip'), 'save');
    const { password } = await house.kits.exportZip([kit('server').id], grant.id, 'owner');
    const extract = (word: string) =>
      spawnSync('7z', ['x', `-p${word}`, `-o${work}/7z`, '-y', grant.path]).status;
    expect(extract('wrong')).not.toBe(0);
    rmSync(path.join(work, '7z'), { recursive: true, force: true });
    expect(extract(password)).toBe(0);
    expect(readFileSync(path.join(work, '7z/server/startup/server.key'))).toEqual(
      original('server/startup/server.key'),
    );
    expect(statSync(path.join(work, '7z/server/startup/start.sh')).mode & 0o777).toBe(0o755);
  });

  test('go out by a link that works once, whose file is then gone', async () => {
    const ids = [kit('site-1').id, kit('site-2').id, kit('site-1').id];
    const made = await house.kits.exportZip(ids, null, 'owner');
    expect(made).toMatchObject({ fileName: 'trial-kits.zip', savedTo: null });
    const ticket = made.url?.split('/')[2] ?? '';
    expect(made.url).toBe(`/download/${ticket}/trial-kits.zip`);
    const exports = path.join(house.layout.staging, 'export');
    expect(readdirSync(exports)).toHaveLength(1);
    const download = await house.downloads.take(ticket);
    if (!download) throw new Error('the link leads nowhere');
    const archive = await buffer(download.stream);
    expect(archive.length).toBe(made.sizeBytes);
    const entries = await readZip(archive, made.password);
    expect(entries.get('site-1/startup/client.key')?.content).toEqual(original('site-1/startup/client.key'));
    expect(entries.has('site-2/startup/client.key')).toBe(true);
    expect(await house.downloads.take(ticket)).toBeNull();
    await expect.poll(() => readdirSync(exports)).toEqual([]);
  });

  test('that cannot be written as a zip leave nothing behind', async () => {
    const target = path.join(work, 'taken');
    mkdirSync(path.join(target, 'by-a-folder'), { recursive: true });
    const grant = house.files.grantPath(target, 'save');
    await expect(house.kits.exportZip([kit('site-1').id], grant.id, 'owner')).rejects.toMatchObject({
      code: 'STORAGE',
    });
    expect(readdirSync(work)).toEqual(['taken']);
  });

  test('go out as folders; a taken name refuses all of them', async () => {
    const grant = house.files.grantPath(work, 'folder');
    const ids = ['site-1', 'site-2'].map((name) => kit(name).id);
    mkdirSync(path.join(work, 'site-2'));
    await expect(house.kits.exportFolder(ids, grant.id, 'owner')).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(readdirSync(work)).toEqual(['site-2']);
    rmSync(path.join(work, 'site-2'), { recursive: true });
    const { savedTo } = await house.kits.exportFolder(ids, grant.id, 'owner');
    expect(savedTo).toEqual(ids.map((kitId, at) => ({ kitId, path: path.join(work, `site-${at + 1}`) })));
    expect(readdirSync(work).sort()).toEqual(['site-1', 'site-2']);
    const startup = path.join(work, 'site-1', 'startup');
    expect(readFileSync(path.join(startup, 'client.key'))).toEqual(original('site-1/startup/client.key'));
    expect(statSync(path.join(startup, 'client.key')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(startup, 'start.sh')).mode & 0o777).toBe(0o755);
    expect(existsSync(path.join(work, 'site-1', 'transfer'))).toBe(true);
    await expect(house.kits.exportFolder(ids, 'unknown', 'owner')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('in large numbers are exported as a task that shows progress and leaves nothing when cancelled', async () => {
    const many = house.addProject(projectText({ name: 'many', more: manyClients(22) }));
    const { runId: manyRun } = await house.provision(many);
    const all = house.kits.list({ runId: manyRun, projectId: null, all: true }).map(({ id }) => id);
    const grant = house.files.grantPath(work, 'folder');
    const { savedTo } = await house.kits.exportFolder(all, grant.id, 'owner');
    expect(savedTo).toHaveLength(all.length);
    const [copied] = house.tasks.list({ limit: 1 });
    expect(copied).toMatchObject({ kind: 'kits.export', state: 'succeeded', canRetry: false, result: null });
    rmSync(work, { recursive: true });
    mkdirSync(work);
    const exporting = house.kits.exportZip(
      all,
      house.files.grantPath(path.join(work, 'all.zip'), 'save').id,
      'owner',
    );
    const [task] = house.tasks.list({ limit: 1 });
    house.tasks.cancel(task?.id ?? '');
    await expect(exporting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(readdirSync(work)).toEqual([]);
  });

  test('whose files are gone say so', async () => {
    const other = house.addProject(projectText({ name: 'gone' }));
    const gone = await house.provision(other);
    const [first] = house.kits.list({ runId: gone.runId, projectId: null, all: true });
    rmSync(house.layout.run(other, gone.runId).kits, { recursive: true });
    expect(await house.kits.get(first?.id ?? '')).toMatchObject({
      kit: { state: 'failed' },
      files: [],
      checks: [{ check: 'files' }],
    });
    await expect(house.kits.exportZip([first?.id ?? ''], null, 'owner')).rejects.toMatchObject({
      code: 'STORAGE',
    });
    const target = house.files.grantPath(work, 'folder');
    const folder = house.kits.exportFolder([first?.id ?? ''], target.id, 'owner');
    await expect(folder).rejects.toMatchObject({ code: 'STORAGE' });
    expect(readdirSync(work)).toEqual([]);
  });

  test('are handed over: to whom, how, when, and which certificate', async () => {
    const { id, fingerprint256 } = kit('site-1');
    const input = { kitId: id, recipient: 'Site operator', method: 'USB stick', note: '' };
    const first = house.kits.recordHandover({ ...input, at: 1000 }, 'Tester');
    expect(first).toMatchObject({
      ...input,
      participant: 'site-1',
      fingerprint256,
      at: 1000,
      recordedBy: 'Tester',
    });
    const second = house.kits.recordHandover(input, 'Tester');
    expect((await house.kits.get(id)).handovers.map((one) => one.id)).toEqual([second.id, first.id]);
    expect(kit('site-1').handovers).toBe(2);
    expect(house.kits.withdrawHandover(second.id)).toMatchObject({ kitId: id, recipient: 'Site operator' });
    expect((await house.kits.get(id)).handovers.map((one) => one.id)).toEqual([first.id]);
    expect(() => house.kits.withdrawHandover(second.id)).toThrow('This hand-over does not exist');
  });

  test('are staged for a drag: one file for a while, gone with the app', async () => {
    const { house: other, projectId: id } = await openProvisioned();
    try {
      const kits = other.kits.list({ runId: null, projectId: id, all: false });
      const [one, two] = [kits[0]?.id ?? '', kits[1]?.id ?? ''];
      const stage = await other.kits.stage(one);
      expect(stage.fileName).toBe('server.zip');
      expect(await other.kits.stage(one)).toEqual(stage);
      const dragged: string[][] = [];
      const dragOut = { start: (paths: string[]) => void dragged.push(paths) };
      expect(other.kits.dragOut(one, stage.stageId, dragOut)).toEqual({ started: true });
      const file = dragged[0]?.[0] ?? '';
      expect(path.basename(file)).toBe('server.zip');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect((await readZip(readFileSync(file))).get('server/startup/start.sh')).toMatchObject({
        mode: 0o755,
        encrypted: false,
      });
      expect(() => other.kits.dragOut(two, stage.stageId, dragOut)).toThrow(
        expect.objectContaining({ code: 'NOT_FOUND' }),
      );
      expect(() => other.kits.dragOut(one, stage.stageId, null)).toThrow(
        expect.objectContaining({ code: 'INVALID' }),
      );
      const download = await other.downloads.take(stage.url.split('/')[2] ?? '');
      expect(await buffer(download?.stream ?? process.stdin)).toEqual(readFileSync(file));
      other.kits.dispose();
      expect(existsSync(file)).toBe(false);
    } finally {
      await other.close();
    }
  });

  test('that a crash left staged go at the next start; fresh ones of another process stay', () => {
    const drag = path.join(house.layout.staging, 'drag');
    const exported = path.join(house.layout.staging, 'export');
    const [old, fresh] = [path.join(drag, 'old'), path.join(drag, 'fresh')];
    for (const folder of [old, fresh, path.join(exported, 'old')]) mkdirSync(folder, { recursive: true });
    const before = new Date(Date.now() - 11 * 60_000);
    for (const folder of [old, path.join(exported, 'old')]) utimesSync(folder, before, before);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    house.kits.sweep();
    expect(readdirSync(drag)).toEqual(['fresh']);
    // Its process may have crashed a minute ago, and nobody starts Fedwright again for weeks.
    utimesSync(fresh, before, before);
    vi.advanceTimersByTime(11 * 60_000);
    vi.useRealTimers();
    expect(readdirSync(drag)).toEqual([]);
    expect(readdirSync(exported)).toEqual([]);
  });
});
