import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildForChildren } from '../process/test-child';
import { createInstance, openInstances } from './instance';

let data: string;
const fileOf = (id: string) => path.join(data, 'instances', id);
beforeEach(() => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-instance-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));
let built: Awaited<ReturnType<typeof buildForChildren>>;
beforeAll(async () => {
  built = await buildForChildren('main/tasks/instance.ts');
});
afterAll(() => built.remove());

/** Another process that has the data directory open. */
async function startOther() {
  const script = `const { createInstance } = await import(process.argv[1]);
    process.stdout.write(createInstance(process.argv[2]).id);
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, built.url, data]);
  const [id] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    id: id.toString('utf8'),
    async signal(signal: NodeJS.Signals) {
      child.kill(signal);
      if (signal === 'SIGKILL') await once(child, 'close');
    },
  };
}

it('sees another process for as long as it is there, however it ends', async () => {
  const own = createInstance(data);
  const other = await startOther();
  // Nothing else is there, such as a journal, that could be taken for one.
  expect(readdirSync(path.join(data, 'instances')).toSorted()).toEqual([own.id, other.id].toSorted());
  expect(openInstances(data).toSorted()).toEqual([own.id, other.id].toSorted());
  expect(own.isAlive(other.id)).toBe(true);
  // One that sleeps is there.
  await other.signal('SIGSTOP');
  expect(own.isAlive(other.id)).toBe(true);
  await other.signal('SIGKILL');
  expect(own.isAlive(other.id)).toBe(false);
  expect(openInstances(data)).toEqual([own.id]);
  expect(existsSync(fileOf(other.id))).toBe(false);
  own.dispose();
  expect(readdirSync(path.join(data, 'instances'))).toEqual([]);
});

it('takes what nobody holds for dead, whoever has its process number now', () => {
  const own = createInstance(data);
  writeFileSync(fileOf('empty'), '');
  writeFileSync(fileOf('numbered'), String(process.pid));
  expect(own.isAlive('numbered')).toBe(false);
  expect(openInstances(data)).toEqual([own.id]);
  expect(own.isAlive(own.id)).toBe(true);
  own.dispose();
});

it('tells two of one process apart, and is for its owner only', () => {
  const [first, second] = [createInstance(data), createInstance(data)];
  expect(first.isAlive(second.id)).toBe(true);
  expect(statSync(fileOf(first.id)).mode & 0o777).toBe(0o600);
  first.dispose();
  expect(second.isAlive(first.id)).toBe(false);
  expect(openInstances(data)).toEqual([second.id]);
  second.dispose();
  expect(openInstances(data)).toEqual([]);
});
