import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployMethods } from '../../preload/contract/kits';
import { disabledRows } from '../projects/tables';
import { type House, projectText, python } from '../provisioning/test-house';
import { openProvisioned } from '../provisioning/test-provisioned';
import { kitHistoryRows, kitRows } from './tables';

const whole = { offset: 0, limit: null };

describe.skipIf(!python)('the history of kits', () => {
  let house: House;
  let projectId: string;
  const runs: string[] = [];

  const kitOf = (participant: string, run: number) => {
    const kits = house.kits.list({ runId: runs[run - 1] ?? '', projectId: null, all: false });
    const found = kits.find((kit) => kit.participant === participant);
    if (!found) throw new Error(`no kit of ${participant} in run ${run}`);
    return found;
  };
  const heldOf = (participant: string) =>
    house.kits.list({ runId: null, projectId, all: false }).find((kit) => kit.participant === participant)
      ?.held;
  const handOver = (participant: string, run: number, recipient = 'Ward 3') =>
    house.kits.recordHandover(
      { kitId: kitOf(participant, run).id, recipient, method: 'In person', note: '' },
      'Tester',
    );

  beforeAll(async () => {
    const opened = await openProvisioned();
    ({ house, projectId } = opened);
    runs.push(opened.first.runId);
    const moved = projectText({ more: ['{name: site-3, type: client, org: beta}'] })
      .replace('fed_learn_port: 8002', 'fed_learn_port: 8102')
      .replace(/.*site-2.*\n/, '');
    house.setText(projectId, moved);
    runs.push((await house.provision(projectId)).runId);
  });
  afterAll(() => house?.close());

  test('tells two runs apart, participant by participant', async () => {
    const [beforeRunId = '', afterRunId = ''] = runs;
    const input = { projectId, beforeRunId, afterRunId };
    const rows = await house.kits.history.compare({ ...input, ...whole });
    expect(rows.map(({ participant, change, files }) => [participant, change, files])).toEqual([
      ['admin@example.org', 'files', 1],
      ['server', 'files', 1],
      ['site-1', 'files', 1],
      ['site-2', 'removed', 0],
      ['site-3', 'new', 0],
    ]);
    expect(await house.kits.history.compare({ ...input, offset: 3, limit: 1 })).toEqual([rows[3]]);
    const same = await house.kits.history.compare({ ...input, afterRunId: beforeRunId, ...whole });
    expect(new Set(same.map(({ change }) => change))).toEqual(new Set(['unchanged']));
    await expect(
      house.kits.history.compare({ ...input, afterRunId: 'unknown', ...whole }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('names what changed in the files, and says why a kit is not current', async () => {
    const [second, first] = await house.kits.history.ofParticipant({ projectId, participant: 'site-1' });
    expect(first).toMatchObject({
      runNumber: 1,
      current: false,
      superseded: { by: 'newer', runNumber: 2 },
      since: null,
    });
    expect(second).toMatchObject({ runNumber: 2, current: true, superseded: null });
    expect(second?.since).toEqual({
      change: 'files',
      key: 'same',
      caChanged: false,
      files: [
        {
          path: 'startup/fed_client.json',
          change: 'changed',
          fields: [
            {
              field: 'servers[0].service.target',
              before: 'server.example.org:8002',
              after: 'server.example.org:8102',
            },
          ],
        },
      ],
    });
    expect(second?.serialNumber).toMatch(/^[0-9A-F]+$/);
    const [gone] = await house.kits.history.ofParticipant({ projectId, participant: 'site-2' });
    expect(gone).toMatchObject({ current: false, superseded: { by: 'left-out', runNumber: null } });
  });

  test('remembers no private key, nor a hash of one', () => {
    const rows = house.store.db.select().from(kitHistoryRows).where(eq(kitHistoryRows.projectId, projectId));
    const paths = rows.all().flatMap(({ contents }) => Object.keys(contents));
    expect(paths.filter((file) => /key|crt|pem/.test(file))).toEqual([]);
    expect(paths).toContain('startup/fed_client.json');
  });

  test('says who has which kit, and what it is worth', async () => {
    expect(heldOf('site-1')).toBeNull();
    handOver('site-1', 1);
    expect(heldOf('site-1')).toMatchObject({ state: 'older', runNumber: 1, recipient: 'Ward 3' });
    handOver('site-1', 2, 'Ward 4');
    expect(heldOf('site-1')).toMatchObject({ state: 'current', runNumber: 2, confirmed: false });
    handOver('site-1', 1);
    expect(heldOf('site-1')).toMatchObject({ state: 'current', runNumber: 2 });
    const { id } = kitOf('site-1', 2);
    expect((await house.kits.get(id)).kit.held).toMatchObject({ state: 'current' });
    house.store.db.update(kitRows).set({ notAfter: 1 }).where(eq(kitRows.id, id)).run();
    expect(heldOf('site-1')).toMatchObject({ state: 'dead' });

    handOver('admin@example.org', 1);
    const another = { ca256: '00:11' };
    const older = eq(kitHistoryRows.kitId, kitOf('admin@example.org', 1).id);
    house.store.db.update(kitHistoryRows).set(another).where(older).run();
    expect(heldOf('admin@example.org')).toMatchObject({ state: 'dead' });
    const everyone = await house.kits.history.participants({ projectId, ...whole });
    expect(
      everyone.map(({ participant, kits, current, held }) => [participant, kits, current, held?.state]),
    ).toEqual([
      ['admin@example.org', 2, true, 'dead'],
      ['server', 2, true, undefined],
      ['site-1', 2, true, 'dead'],
      ['site-2', 1, false, undefined],
      ['site-3', 1, true, undefined],
    ]);
  });

  test('a kit packed again just as it was is the current one', async () => {
    const other = house.addProject(projectText({ name: 'other' }));
    const first = await house.provision(other);
    const [kit] = house.kits.list({ runId: first.runId, projectId: null, all: false });
    house.kits.recordHandover({ kitId: kit?.id ?? '', recipient: 'A', method: 'B', note: '' }, 'Tester');
    await house.provision(other);
    const [now] = house.kits.list({ runId: null, projectId: other, all: false });
    expect(now).toMatchObject({ runNumber: 2, held: { state: 'current', runNumber: 1 } });
  });

  test('a record is withdrawn unless Fedwright itself put the kit there', () => {
    const kit = kitOf('site-1', 2);
    const mistaken = handOver('site-1', 2, 'Nobody');
    const sent = house.kits.recordHandover(
      { kitId: kit.id, recipient: 'gpu-1', method: deployMethods.host, note: '/srv/site-1' },
      'Tester',
    );
    const { participant, id: kitId } = kit;
    expect(() => house.kits.withdrawHandover(sent.id)).toThrow('Fedwright itself put this kit on gpu-1.');
    expect(house.kits.withdrawHandover(mistaken.id)).toEqual({ kitId, participant, recipient: 'Nobody' });
  });

  test('a receipt takes the fingerprint of the kit and no other', () => {
    const handover = handOver('site-3', 2);
    const { id: handoverId, fingerprint256 } = handover;
    const about = { handoverId, confirmedBy: 'Dr. Ada', channel: 'Telephone', words: 'all of it' };
    const confirm = (fingerprint: string) => house.kits.confirmHandover({ ...about, fingerprint }, 'Tester');
    expect(() => confirm(fingerprint256.slice(0, 20))).toThrow('not a whole SHA-256 fingerprint');
    expect(() => confirm(kitOf('server', 2).fingerprint256)).toThrow(
      'not the fingerprint of the kit of site-3',
    );
    expect(heldOf('site-3')).toMatchObject({ confirmed: false });
    const asOpenssl = `sha256 Fingerprint=${fingerprint256.toLowerCase()}\n`;
    expect(confirm(asOpenssl)).toMatchObject({ receipt: { confirmedBy: 'Dr. Ada', channel: 'Telephone' } });
    expect(heldOf('site-3')).toMatchObject({ confirmed: true });
    expect(() => confirm(fingerprint256)).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    expect(() => house.kits.withdrawHandover(handoverId)).toThrow('Dr. Ada has confirmed this hand-over.');
    const file = path.join(os.tmpdir(), `receipt-${handoverId}.html`);
    const grant = house.files.grantPath(file, 'save');
    house.kits.receipt({ handoverId, grantId: grant.id });
    const page = readFileSync(file, 'utf8');
    rmSync(file);
    for (const said of [fingerprint256, 'Ward 3', 'Run 2', 'startup/client.crt', 'Dr. Ada'])
      expect(page).toContain(said);
  });

  test('a kit of a disabled participant leaves only when that is confirmed', () => {
    const row = { projectId, participant: 'site-3', reason: 'left the study', at: 1, by: 'Tester' };
    house.store.db.insert(disabledRows).values(row).run();
    const { id: kitId, disabled } = kitOf('site-3', 2);
    expect(disabled).toBe(true);
    const input = { kitId, recipient: 'A', method: 'B', note: '' };
    expect(() => house.kits.recordHandover(input, 'Tester')).toThrow('site-3 is disabled in trial');
    expect(house.kits.recordHandover({ ...input, evenDisabled: true }, 'Tester').receipt).toBeNull();
  });

  test('survives the clean-up of a run, and looks at kits from before there was one', async () => {
    const other = house.addProject(projectText({ name: 'third' }));
    const { runId } = await house.provision(other);
    const ofOther = eq(kitHistoryRows.projectId, other);
    const read = () => house.store.db.select().from(kitHistoryRows).where(ofOther).all();
    const made = read();
    house.store.db.delete(kitHistoryRows).where(ofOther).run();
    await house.kits.history.runs(other);
    const byId = (rows: typeof made) =>
      rows.map(({ at: _, ...row }) => row).sort((a, b) => (a.kitId < b.kitId ? -1 : 1));
    expect(byId(read())).toEqual(byId(made));
    house.store.db.delete(kitRows).where(eq(kitRows.runId, runId)).run();
    const [kit] = await house.kits.history.ofParticipant({ projectId: other, participant: 'site-1' });
    expect(kit).toMatchObject({ runNumber: 1, kept: false });
  });
});
