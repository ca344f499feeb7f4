import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogs } from './service';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-logs-'));
  file = path.join(folder, 'app-cli.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (time: number, msg: string, more = {}) =>
  `${JSON.stringify({ level: 'info', time, msg, ...more })}\n`;
const filter = { level: 'info' as const, search: '', limit: 2000 };

it('follows the log over a line that is not whole yet and over a rotation, each entry once', async () => {
  writeFileSync(file, line(1, 'first'));
  const logs = createLogs({ folder });
  const abort = new AbortController();
  const seen: string[] = [];
  const stream = logs.watch(filter, abort.signal);
  const take = async () => {
    const next = await stream.next();
    if (!next.done) seen.push(...next.value.entries.map(({ message }) => message));
  };
  await take();
  const second = line(2, 'second');
  appendFileSync(file, line(2, 'whole') + second.slice(0, 10));
  await take();
  appendFileSync(file, second.slice(10));
  renameSync(file, path.join(folder, '20260101-app-cli.log'));
  writeFileSync(file, line(3, 'third'));
  await take();
  abort.abort();
  expect(await stream.next()).toMatchObject({ done: true });
  expect(seen).toEqual(['first', 'whole', 'second', 'third']);
});

it('sends what is too long for one message in pieces, and answers with the newest', async () => {
  const long = 'x'.repeat(30_000);
  writeFileSync(file, [1, 2, 3, 4, 5, 6, 7].map((n) => line(n, `n${n}`, { long })).join(''));
  const logs = createLogs({ folder });
  const abort = new AbortController();
  const pieces: string[][] = [];
  for await (const { entries } of logs.watch(filter, abort.signal)) {
    pieces.push(entries.map(({ message }) => message));
    if (pieces.flat().length === 7) break;
  }
  expect(pieces).toEqual([['n1'], ['n2', 'n3', 'n4'], ['n5', 'n6', 'n7']]);
  const { entries, cut } = await logs.read(filter);
  expect([entries.map(({ message }) => message), cut]).toEqual([['n5', 'n6', 'n7'], true]);
});
