import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { createAppLog } from './app-log';
import { createRedactor } from './redact';

const canMount = process.platform === 'linux' && process.getuid?.() === 0;
const data = mkdtempSync(path.join(os.tmpdir(), 'fedwright-log-'));
const file = path.join(data, 'logs', 'app-cli.log');
const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  rmSync(data, { recursive: true, force: true });
});

it.skipIf(!canMount)('writes again when a full disk has room again (needs root to mount one)', async () => {
  const folder = path.join(data, 'logs');
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'fedwright-test', folder]);
  cleanUps.push(() => execFileSync('umount', ['-l', folder]));
  const { log, close } = createAppLog({ data, door: 'cli', redactor: createRedactor() });
  log.info('first');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('first'));
  const { bavail, bsize } = statfsSync(folder);
  writeFileSync(path.join(folder, 'ballast'), Buffer.alloc(bavail * bsize));
  const failed = vi.spyOn(Writable.prototype, 'destroy');
  // The first one fills what is left of a page; the second finds no room at all.
  for (const word of ['cut', 'lost']) log.info(`${word} ${'x'.repeat(8000)}`);
  await vi.waitFor(() => expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: 'ENOSPC' })));
  rmSync(path.join(folder, 'ballast'));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
  log.info('second');
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('second'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await close();
});
