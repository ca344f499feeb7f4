import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../db/open';
import { createKitRows } from '../kits/kit-rows';
import { kitRows } from '../kits/tables';
import { projectRows } from '../projects/tables';
import { createLayout } from '../provisioning/layout';
import { rotationRows, runRows } from '../provisioning/tables';
import { findCurrentRuns, findOldRuns } from './clean-candidates';

let data: string;
let store: Store;
beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-current-'));
  store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  const counts = { servers: 1, clients: 2, relays: 0, admins: 0 };
  const row = { id: 'p', name: 'p', description: '', document: '', revision: 1, counts };
  store.db
    .insert(projectRows)
    .values({ ...row, errors: 0, warnings: 0, createdAt: 0, updatedAt: 0 })
    .run();
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

type Made = [scope: 'all' | 'new' | 'renew' | 'rotate', participants: string, state?: 'succeeded' | 'failed'];

/** Runs 1, 2, 3 … with kits for participants of one letter each. */
function addRuns(runs: Made[]): void {
  for (const [index, [scope, participants, state = 'succeeded']] of runs.entries()) {
    const id = `run-${index + 1}`;
    const about = { id, projectId: 'p', number: index + 1, state, scope, taskId: id, revision: 1 };
    store.db
      .insert(runRows)
      .values({ ...about, document: '', startedBy: 'Tester', startedAt: index })
      .run();
    const kit = {
      runId: id,
      type: 'client' as const,
      org: 'o',
      fingerprint256: '',
      notBefore: 0,
      notAfter: 0,
    };
    for (const participant of participants)
      store.db
        .insert(kitRows)
        .values({ ...kit, id: `${id}${participant}`, participant, state: 'ok', fileCount: 1, sizeBytes: 1 })
        .run();
  }
}

const current = () =>
  createKitRows(store)
    .list({ runId: null, projectId: 'p', all: false })
    .map(({ participant, runNumber }) => `${participant}${runNumber}`)
    .sort()
    .join(' ');
const removable = (keep = 1) =>
  findOldRuns(store.db, createLayout(data), keep)
    .map(({ number }) => number)
    .toSorted((a, b) => a - b);

test.each<[string, Made[], string, number[]]>([
  [
    'everything',
    [
      ['all', 'abc'],
      ['all', 'ab'],
    ],
    'a2 b2',
    [1],
  ],
  [
    'what is new',
    [
      ['all', 'ab'],
      ['new', 'c'],
    ],
    'a1 b1 c2',
    [],
  ],
  [
    'a renewal, twice',
    [
      ['all', 'ab'],
      ['renew', 'a'],
      ['renew', 'a'],
    ],
    'a3 b1',
    [2],
  ],
  [
    'a run that failed',
    [
      ['all', 'ab'],
      ['renew', 'a', 'failed'],
    ],
    'a1 b1',
    [],
  ],
  [
    'a new CA',
    [
      ['all', 'ab'],
      ['new', 'c'],
      ['rotate', 'abc'],
    ],
    'a3 b3 c3',
    [1, 2],
  ],
  // Without run 2 the kit of b, who was removed, would look current again.
  [
    'all renewed since',
    [
      ['all', 'ab'],
      ['all', 'a'],
      ['renew', 'a'],
    ],
    'a3',
    [1],
  ],
])('after %s the kits are current that nothing newer was made for', (_, runs, kits, old) => {
  addRuns(runs);
  expect(current()).toBe(kits);
  expect(removable()).toEqual(old);
  const needed = findCurrentRuns(store.db).map(({ runId }) => runId);
  expect(needed.sort()).toEqual([...new Set(kits.split(' ').map((kit) => `run-${kit.slice(1)}`))].sort());
});

test('what a rotation may go back to stays until it has ended', () => {
  addRuns([
    ['all', 'ab'],
    ['renew', 'a'],
    ['new', 'c', 'failed'],
    ['rotate', 'abc'],
    ['renew', 'a'],
    ['renew', 'a'],
    ['renew', 'b'],
  ]);
  const rotation = { id: 'rotation', projectId: 'p', oldRunId: 'run-2', newRunId: 'run-4' };
  store.db
    .insert(rotationRows)
    .values({ ...rotation, startedBy: 'Tester', startedAt: 0 })
    .run();
  expect(removable()).toEqual([5]);
  store.db.update(rotationRows).set({ endedAt: 1, outcome: 'finished' }).run();
  expect(removable()).toEqual([1, 2, 3, 5]);
});
