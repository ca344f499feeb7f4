import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { createProbeCache } from './probe-cache';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-probes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('asks one that hangs again when it is needed, but not whenever someone looks', async () => {
  const probe = vi.fn(async () => ({ failed: 'it did not answer within a minute', again: true }));
  const machine = { platform: process.platform, env: {}, wsl: null };
  const cache = createProbeCache({ file: path.join(folder, 'probes.json'), machine, probe });
  const python = { source: 'path' as const, python: '/usr/bin/python3', distribution: null };
  for (const freshness of ['known', 'known', 'known'] as const) await cache.get(python, freshness);
  expect(probe).toHaveBeenCalledTimes(1);
  await cache.get(python, 'checked');
  await cache.get(python, 'again');
  expect(probe).toHaveBeenCalledTimes(3);
});

it('asks one interpreter of two names once, and one of another folder too', async () => {
  const probe = vi.fn(async ({ python }: { python: string }) => ({ failed: python, again: false }));
  const machine = { platform: process.platform, env: {}, wsl: null };
  const cache = createProbeCache({ file: path.join(folder, 'twins.json'), machine, probe });
  const real = path.join(folder, 'python3.11');
  writeFileSync(real, '');
  const names = ['python', 'python3'].map((name) => path.join(folder, name));
  for (const name of names) symlinkSync(real, name);
  const elsewhere = path.join(mkdtempSync(path.join(folder, 'other-')), 'python');
  symlinkSync(real, elsewhere);
  for (const python of [...names, elsewhere])
    await cache.get({ source: 'path', python, distribution: null }, 'checked');
  expect(probe).toHaveBeenCalledTimes(2);
});
