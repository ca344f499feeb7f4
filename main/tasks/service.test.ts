import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openStore, type Store } from '../db/open';
import { AppError } from '../errors';
import { createTasks, type TaskContext } from './service';
import { taskRows } from './tables';

const migrations = path.resolve('resources/migrations');
let data: string;
let store: Store;
beforeEach(async () => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-tasks-'));
  store = await openStore({ data, migrations });
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const make = (on: Store = store) =>
  createTasks({
    store: on,
    data,
    log: pino({ enabled: false }),
    redact: (line) => line.replaceAll('hunter22', '[removed]'),
    onFinished: () => undefined,
  });
const request = (kind: string) => ({ kind, title: kind, input: { n: 1 }, startedBy: 'owner' });
const input = z.object({ n: z.number() });
const mayAdd = { permission: 'provisioning.run' } as const;
const untilAborted = (_: unknown, { signal }: TaskContext) =>
  new Promise<void>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('stopped'))),
  );

it('runs work to its end, with stages, progress, a private log and a result', async () => {
  const tasks = make();
  tasks.define({
    ...mayAdd,
    kind: 'add',
    input,
    run: async ({ n }, context) => {
      context.stage('Adding', 0, 1);
      context.log('with hunter22 in it');
      return { sum: n + 1 };
    },
  });
  const { id } = tasks.start(request('add'));
  expect(await tasks.wait(id)).toMatchObject({
    state: 'succeeded',
    result: { sum: 2 },
    stage: 'Adding',
    progress: 1,
  });
  const file = path.join(data, 'logs', 'tasks', `${id}.log`);
  expect(readFileSync(file, 'utf8')).toContain('with [removed] in it');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await tasks.dispose();
});

it('shows the last progress of a moment, also while the work goes on', async () => {
  const tasks = make();
  const go = new AbortController();
  tasks.define({
    ...mayAdd,
    kind: 'count',
    input,
    run: async (_, context) => {
      context.progress(0.1);
      context.progress(0.5);
      context.progress(0.7);
      await untilAborted(_, { ...context, signal: go.signal }).catch(() => undefined);
      context.progress(0.8);
      context.progress(0.9);
      throw new AppError('UNAVAILABLE', 'No more.', { hint: 'Stop.' });
    },
  });
  const { id } = tasks.start(request('count'));
  await vi.waitFor(() => expect(tasks.get(id).progress).toBe(0.7));
  go.abort();
  expect(await tasks.wait(id)).toMatchObject({ state: 'failed', progress: 0.9 });
  await tasks.dispose();
});

it('says what a person can do about a failure, and keeps the rest to the log', async () => {
  const tasks = make();
  tasks.define({
    ...mayAdd,
    kind: 'known',
    input,
    run: async () => {
      throw new AppError('UNAVAILABLE', 'No Python.', { hint: 'Install it.' });
    },
  });
  tasks.define({
    ...mayAdd,
    kind: 'unknown',
    input,
    run: async () => {
      throw new Error('secret detail');
    },
  });
  const known = await tasks.wait(tasks.start(request('known')).id);
  expect(known.error).toMatchObject({ code: 'UNAVAILABLE', data: { hint: 'Install it.' } });
  const unknown = await tasks.wait(tasks.start(request('unknown')).id);
  expect(unknown.error?.code).toBe('INTERNAL');
  expect(JSON.stringify(unknown)).not.toContain('secret detail');
  await tasks.dispose();
});

it('lets one process see and cancel the task of another, and keeps a lock over both', async () => {
  const other = await openStore({ data, migrations });
  const [here, there] = [make(), make(other)];
  for (const tasks of [here, there]) tasks.define({ ...mayAdd, kind: 'long', input, run: untilAborted });
  const lock = { name: 'provision:p-1', busy: 'It is running already.' };
  const { id } = here.start({ ...request('long'), lock });
  expect(() => there.start({ ...request('long'), lock })).toThrow('It is running already.');
  there.recover();
  expect(there.get(id).state).toBe('running');
  there.cancel(id);
  expect(await here.wait(id)).toMatchObject({ state: 'cancelled' });
  const again = there.start({ ...request('long'), lock });
  expect(again.state).toBe('running');
  await Promise.all([here.dispose(), there.dispose()]);
  other.close();
});

it('shows the work of a dead process as interrupted, cleans up after it, and can run it again', async () => {
  const tasks = make();
  const cleaned: string[] = [];
  tasks.define({
    ...mayAdd,
    kind: 'add',
    input,
    run: async ({ n }, { startedBy }) => ({ sum: n + 1, startedBy }),
    interrupted: (_, id) => void cleaned.push(id),
  });
  // Its number is one that something has: ours.
  writeFileSync(path.join(data, 'instances', 'dead'), String(process.pid));
  const id = await leaveRunning(tasks);
  tasks.recover();
  expect(tasks.get(id)).toMatchObject({ state: 'interrupted', canRetry: true });
  expect(cleaned).toEqual([id]);
  expect(await tasks.wait(tasks.retry(id, 'Another').id)).toMatchObject({
    ...{ state: 'succeeded', startedBy: 'Another', result: { sum: 2, startedBy: 'Another' } },
  });
  await tasks.dispose();
});

/** A task that a dead process has left running, as the store shows it. */
async function leaveRunning(tasks: ReturnType<typeof make>, lock?: { name: string; busy: string }) {
  const { id } = tasks.start({ ...request('add'), ...(lock && { lock }) });
  await tasks.wait(id);
  const left = { state: 'running', finishedAt: null, instanceId: 'dead' } as const;
  store.db.update(taskRows).set(left).where(eq(taskRows.id, id)).run();
  return id;
}

it('tries a clean-up again that failed, and does not let one that never works hold its task', async () => {
  const tasks = make();
  let failures = 1;
  let cleaned = 0;
  tasks.define({
    ...mayAdd,
    kind: 'add',
    input,
    run: async ({ n }) => n + 1,
    interrupted() {
      cleaned += 1;
      if (failures-- > 0) throw new Error('busy');
    },
  });
  const first = await leaveRunning(tasks);
  tasks.recover();
  expect(tasks.get(first).state).toBe('running');
  tasks.recover();
  expect(tasks.get(first).state).toBe('interrupted');
  expect(cleaned).toBe(2);

  failures = Number.POSITIVE_INFINITY;
  const lock = { name: 'one at a time', busy: 'It is running already.' };
  const second = await leaveRunning(tasks, lock);
  for (let look = 0; look < 5; look += 1) tasks.recover();
  expect(tasks.get(second).state).toBe('interrupted');
  expect(cleaned).toBe(5);
  expect(await tasks.wait(tasks.start({ ...request('add'), lock }).id)).toMatchObject({ state: 'succeeded' });
  await tasks.dispose();
});

it('leaves a task to whoever was here first', async () => {
  const other = await openStore({ data, migrations });
  const [here, there] = [make(), make(other)];
  const cleaned: string[] = [];
  const kind = { ...mayAdd, kind: 'add', input, run: async () => null };
  there.define({ ...kind, interrupted: () => void cleaned.push('there') });
  here.define({
    ...kind,
    interrupted() {
      there.recover();
      cleaned.push('here');
    },
  });
  const id = await leaveRunning(here);
  here.recover();
  expect(here.get(id).state).toBe('interrupted');
  expect(cleaned).toEqual(['here']);
  await Promise.all([here.dispose(), there.dispose()]);
  other.close();
});

it('streams a snapshot, then what changes, and the log to its last line', async () => {
  const tasks = make();
  tasks.define({
    ...mayAdd,
    kind: 'talk',
    input,
    run: async (_, context) => {
      for (let line = 0; line < 3000; line += 1) context.log(`line ${line} äöü ${'x'.repeat(60)}`);
      await delay(150);
      context.log('the end');
    },
  });
  const abort = new AbortController();
  const events = tasks.watch(abort.signal);
  expect((await events.next()).value).toMatchObject({ type: 'snapshot', seq: 0 });
  const { id } = tasks.start(request('talk'));
  let text = '';
  for await (const piece of tasks.log(id, 0)) {
    expect(Buffer.byteLength(piece.text)).toBeLessThan(64 * 1024);
    text += piece.text;
  }
  expect(text.split('\n')).toHaveLength(3002);
  expect(text).toContain('line 2999 äöü');
  expect(text.endsWith('the end\n')).toBe(true);
  expect((await events.next()).value).toMatchObject({ type: 'changed', task: { id } });
  abort.abort();
  await tasks.dispose();
});

it('ends what it runs when the app ends', async () => {
  const tasks = make();
  tasks.define({ ...mayAdd, kind: 'long', input, run: untilAborted });
  const { id } = tasks.start(request('long'));
  await tasks.dispose();
  expect(tasks.get(id).state).toBe('cancelled');
});

it('shows how a task ended although the store was full then, and stores it when it has room', async () => {
  const tasks = make();
  tasks.define({ ...mayAdd, kind: 'add', input, run: async ({ n }) => n + 1 });
  store.db.run(
    sql`create trigger full before update on tasks when new.state = 'succeeded' begin select raise(abort, 'full'); end`,
  );
  const { id } = tasks.start(request('add'));
  expect(await tasks.wait(id)).toMatchObject({ state: 'succeeded', result: 2 });
  const log = [];
  for await (const piece of tasks.log(id, 0)) log.push(piece);
  expect(tasks.list({ limit: 5 })).toMatchObject([{ state: 'succeeded' }]);
  tasks.recover();
  const stored = () => store.db.select().from(taskRows).where(eq(taskRows.id, id)).get();
  expect(stored()?.state).toBe('running');
  store.db.run(sql`drop trigger full`);
  tasks.recover();
  expect(stored()).toMatchObject({ state: 'succeeded', result: 2 });
  await tasks.dispose();
});
