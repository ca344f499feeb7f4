import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../db/open';
import { taskLogFile } from './log-file';
import { pruneTasks } from './retention';
import { taskRows } from './tables';

const dayMs = 86_400_000;
const now = Date.UTC(2030, 0, 1);
const idOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

let data: string;
let store: Store;
let logs: string;
beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-retention-'));
  store = await openStore({ data, migrations: path.resolve('resources/migrations') });
  logs = path.join(data, 'logs', 'tasks');
  mkdirSync(logs, { recursive: true });
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

function writeLog(index: number, days: number, bytes = 10): void {
  const file = taskLogFile(logs, idOf(index));
  writeFileSync(file, Buffer.alloc(bytes));
  utimesSync(file, (now - days * dayMs) / 1000, (now - days * dayMs) / 1000);
}

/** A task that ended that many days ago, with a log; null: one that is still running. */
function addTask(index: number, days: number | null, bytes = 10): void {
  const at = now - (days ?? 0) * dayMs;
  const about = { kind: 'k', title: 't', input: {}, instanceId: 'i', startedBy: 'o', createdAt: at };
  const state = days === null ? ('running' as const) : ('succeeded' as const);
  store.db
    .insert(taskRows)
    .values({ ...about, id: idOf(index), state, finishedAt: days === null ? null : at })
    .run();
  writeLog(index, days ?? 0, bytes);
}

const rows = () =>
  store.db
    .select({ id: taskRows.id })
    .from(taskRows)
    .all()
    .map(({ id }) => Number(id.slice(-12)))
    .sort((a, b) => a - b);
const prune = (keep: { days: number; newest: number; logBytes: number }, needed: number[] = []) =>
  pruneTasks(store, logs, { needed: new Set(needed.map(idOf)), now, keep });

it('keeps the newest, what runs, and what something leads to; the rest goes with its log', () => {
  [null, 1, 89, 91, 100, 200, 300].forEach((days, index) => addTask(index, days));
  expect(prune({ days: 90, newest: 4, logBytes: 1e6 }, [5])).toEqual({ tasks: 2, logs: 0 });
  expect(rows()).toEqual([0, 1, 2, 3, 5]);
  for (const index of [4, 6]) expect(existsSync(taskLogFile(logs, idOf(index)))).toBe(false);
  expect(readdirSync(logs)).toHaveLength(5);
});

it('removes logs without a task, unless it is just beginning', () => {
  addTask(1, 1);
  writeLog(2, 3);
  writeLog(3, 0);
  writeFileSync(path.join(logs, 'notes.txt'), 'no log of a task');
  expect(prune({ days: 90, newest: 10, logBytes: 1e6 })).toEqual({ tasks: 0, logs: 1 });
  expect(readdirSync(logs).sort()).toEqual([`${idOf(1)}.log`, `${idOf(3)}.log`, 'notes.txt']);
});

it('removes the oldest logs when together they take too much room', () => {
  [5, 4, 3, 2, 1].forEach((days, index) => addTask(index, days, 1000));
  expect(prune({ days: 90, newest: 1, logBytes: 3500 }, [0])).toEqual({ tasks: 0, logs: 2 });
  expect(readdirSync(logs).sort()).toEqual([0, 3, 4].map((index) => `${idOf(index)}.log`));
  expect(rows()).toHaveLength(5);
});

it('leaves the log of what has not ended, whatever its size and age', () => {
  addTask(0, null, 5000);
  addTask(1, 1, 1000);
  utimesSync(taskLogFile(logs, idOf(0)), now / 1000 - 1_000_000, now / 1000 - 1_000_000);
  expect(prune({ days: 90, newest: 0, logBytes: 100 })).toEqual({ tasks: 0, logs: 1 });
  expect(readdirSync(logs)).toEqual([`${idOf(0)}.log`]);
});

it('removes thousands at once', () => {
  store.db.transaction(() => {
    for (let index = 0; index < 3000; index += 1) addTask(index, 100 + index / 1000, 1);
  });
  expect(prune({ days: 90, newest: 200, logBytes: 1e6 }).tasks).toBe(2800);
});
