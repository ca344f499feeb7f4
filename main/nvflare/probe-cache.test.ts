import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createProbeCache } from './probe-cache';

const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-probes-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

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
