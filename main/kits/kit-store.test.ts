import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openFolder } from './kit-store';

it('leaves out what a crash left of sealing', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-kit-'));
  mkdirSync(path.join(folder, 'startup'));
  for (const name of ['client.key', 'client.key.sealing'])
    writeFileSync(path.join(folder, 'startup', name), '');
  const { entries } = openFolder(folder, { unseal: async (bytes) => bytes });
  expect(entries.map((entry) => entry.path)).toEqual(['startup', 'startup/client.key']);
  rmSync(folder, { recursive: true, force: true });
});
