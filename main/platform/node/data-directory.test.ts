import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resolvePaths } from './data-directory';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('makes the named directory with its parents, for its owner only', () => {
  const { data } = resolvePaths({ argument: 'a/b', cwd: folder, env: {} });
  expect(data).toBe(path.join(folder, 'a', 'b'));
  expect(statSync(data).mode & 0o777).toBe(0o700);
});

it('prefers --data over the environment', () => {
  const env = { FEDWRIGHT_DATA: path.join(folder, 'env') };
  expect(resolvePaths({ argument: path.join(folder, 'arg'), env }).data).toBe(path.join(folder, 'arg'));
  expect(resolvePaths({ env }).data).toBe(path.join(folder, 'env'));
});

it('says what to do about a file in its place', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  expect(() => resolvePaths({ argument: file, env: {} })).toThrow(
    expect.objectContaining({ code: 'INVALID' }),
  );
});

// Node's recursive mkdir never returns there.
it.runIf(process.platform === 'linux')('says what to do where the system lets nobody make one', () => {
  expect(() => resolvePaths({ argument: '/proc/fedwright/data', env: {} })).toThrow(
    expect.objectContaining({ code: 'STORAGE' }),
  );
});
