import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type House, python } from './test-house';
import { openProvisioned } from './test-provisioned';
import { runRows } from './tables';

let house: House;
let projectId: string;
let oldRun: string;
beforeEach(async () => {
  const opened = await openProvisioned();
  ({ house, projectId } = opened);
  oldRun = opened.first.runId;
});
afterEach(() => house.close());

const caOf = (projectId: string, runId: string): string =>
  readFileSync(path.join(house.layout.run(projectId, runId).kits, 'server/startup/rootCA.pem'), 'utf8');

const currentOf = (projectId: string) => house.kits.list({ projectId, runId: null, all: false });

async function rotated() {
  const { runId, taskId } = await house.provisioning.startRotation(projectId, 'Tester');
  expect((await house.tasks.wait(taskId)).error).toBeNull();
  return { newRun: runId };
}

describe.skipIf(!python)('a rotation of the CA', { timeout: 120_000 }, () => {
  test('makes a new CA and all kits, keeps the old ones, and ends when everyone has theirs', async () => {
    const { newRun } = await rotated();
    expect(caOf(projectId, newRun)).not.toBe(caOf(projectId, oldRun));
    house.provisioning.sweep();
    expect(existsSync(house.layout.run(projectId, oldRun).state)).toBe(true);
    expect(house.provisioning.rotation(projectId)).toMatchObject({
      oldRunId: oldRun,
      newRunId: newRun,
      canAbandon: true,
    });
    expect(currentOf(projectId).every(({ runId }) => runId === newRun)).toBe(true);
    expect(() => house.provisioning.startRotation(projectId, 'Tester')).toThrow(/rotated already/);
    expect(() => house.provisioning.finishRotation(projectId, false)).toThrow(
      '4 participants have no new kit yet.',
    );

    const given = { recipient: 'Somebody', method: 'Courier', note: '' };
    const [first, ...others] = currentOf(projectId);
    const mistaken = house.kits.recordHandover({ kitId: first?.id ?? '', ...given }, 'Tester');
    expect(house.provisioning.rotation(projectId)?.canAbandon).toBe(false);
    house.kits.withdrawHandover(mistaken.id);
    expect(house.provisioning.rotation(projectId)?.canAbandon).toBe(true);
    house.kits.recordHandover({ kitId: first?.id ?? '', ...given }, 'Tester');
    expect(() => house.provisioning.abandonRotation(projectId)).toThrow(/handed over already/);
    for (const { id } of others) house.kits.recordHandover({ kitId: id, ...given }, 'Tester');
    const handed = house.provisioning.rotation(projectId)?.participants.map(({ handedAt }) => handedAt);
    expect(handed?.every((at) => at !== null)).toBe(true);
    house.provisioning.finishRotation(projectId, false);
    expect(house.provisioning.rotation(projectId)).toBeNull();
    expect(existsSync(house.layout.run(projectId, oldRun).state)).toBe(false);

    const next = await house.provision(projectId, { scope: 'renew', participants: ['site-1'] });
    expect(next.task.error).toBeNull();
    const ca = path.join(house.layout.run(projectId, next.runId).kits, 'site-1/startup/rootCA.pem');
    expect(readFileSync(ca, 'utf8')).toBe(caOf(projectId, newRun));
  });

  test('that is abandoned goes back to the old CA and its kits', async () => {
    const { newRun } = await rotated();
    house.provisioning.abandonRotation(projectId);
    expect(house.provisioning.rotation(projectId)).toBeNull();
    expect(house.provisioning.run(newRun).run).toMatchObject({ state: 'cancelled', kitCount: 0 });
    expect(readdirSync(house.layout.runsOf(projectId))).toEqual([oldRun]);
    expect(currentOf(projectId).every(({ runId }) => runId === oldRun)).toBe(true);
    const next = await house.provision(projectId);
    expect(next.task.error).toBeNull();
    expect(caOf(projectId, next.runId)).toBe(caOf(projectId, oldRun));
  });

  test('that is abandoned leaves the kits that are out what they were', async () => {
    const kit = currentOf(projectId).find(({ participant }) => participant === 'site-1');
    const given = { recipient: 'Ward 3', method: 'Courier', note: '' };
    house.kits.recordHandover({ kitId: kit?.id ?? '', ...given }, 'Tester');
    const heldState = () =>
      currentOf(projectId).find(({ participant }) => participant === 'site-1')?.held?.state;
    expect(heldState()).toBe('current');

    const { taskId } = await house.provisioning.startRotation(projectId, 'Tester');
    expect((await house.tasks.wait(taskId)).error).toBeNull();
    expect(heldState()).toBe('dead');
    const renewal = { scope: 'renew' as const, participants: ['site-2'] };
    const renewed = await house.provision(projectId, renewal);
    expect((await house.provision(projectId, renewal)).task.error).toBeNull();
    // As the clean-up does: what its kits were stays known.
    house.store.db.delete(runRows).where(eq(runRows.id, renewed.runId)).run();
    house.provisioning.abandonRotation(projectId);
    expect(heldState()).toBe('current');
    const past = await house.kits.history.ofParticipant({ projectId, participant: 'site-2' });
    expect(past.map(({ runNumber }) => runNumber)).toEqual([1]);
  });
});
