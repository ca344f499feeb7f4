import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createInstance } from './instance';

let data: string;
const fileOf = (id: string) => path.join(data, 'instances', id);
beforeEach(() => {
  data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-instance-'));
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(data, { recursive: true, force: true });
});

/** Another instance, last heard of so long ago. Its process number is ours, so something runs under it. */
function addOther(silentMs: number): void {
  writeFileSync(fileOf('other'), String(process.pid));
  const at = new Date(Date.now() - silentMs);
  utimesSync(fileOf('other'), at, at);
}

it('takes one that is silent for minutes for dead, whoever has its process number now', () => {
  const instance = createInstance(data);
  vi.advanceTimersByTime(30_000);
  addOther(10_000);
  expect(instance.isAlive('other')).toBe(true);
  addOther(300_000);
  expect(instance.isAlive('other')).toBe(false);
  instance.dispose();
});

it('does not take others for dead when it slept itself', () => {
  const instance = createInstance(data);
  vi.advanceTimersByTime(30_000);
  addOther(0);
  vi.setSystemTime(Date.now() + 3_600_000);
  expect(instance.isAlive('other')).toBe(true);
  vi.advanceTimersByTime(5000);
  expect(instance.isAlive('other')).toBe(true);
  vi.advanceTimersByTime(30_000);
  expect(instance.isAlive('other')).toBe(false);
  instance.dispose();
});

it('comes back when another one removed its file', () => {
  const instance = createInstance(data);
  rmSync(fileOf(instance.id));
  vi.advanceTimersByTime(5000);
  expect(readFileSync(fileOf(instance.id), 'utf8')).toBe(String(process.pid));
  instance.dispose();
});
