import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPointer, resolvePaths } from './data-directory';
import { findRoot } from './resources';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-paths-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the data directory', () => {
  it('is the one named on the command line before the one in the environment', () => {
    const env = { FEDWRIGHT_DATA: path.join(folder, 'env') };
    expect(resolvePaths({ argument: 'named', env, cwd: folder }).data).toBe(path.join(folder, 'named'));
    expect(resolvePaths({ env }).data).toBe(path.join(folder, 'env'));
  });

  it.skipIf(process.platform === 'win32')('is made for its owner only', () => {
    const { data } = resolvePaths({ argument: path.join(folder, 'a', 'b') });
    expect(statSync(data).mode & 0o777).toBe(0o700);
  });

  it('is refused in words when it is a file, below a file, or cannot be made', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => resolvePaths({ argument: file })).toThrow(expect.objectContaining({ code: 'INVALID' }));
    const storage = expect.objectContaining({
      code: 'STORAGE',
      data: expect.objectContaining({ details: expect.any(String) }),
    });
    expect(() => resolvePaths({ argument: path.join(file, 'x') })).toThrow(storage);
    if (process.platform === 'linux')
      expect(() => resolvePaths({ argument: '/proc/fedwright' })).toThrow(storage);
  });

  it.skipIf(process.platform !== 'linux')('says how to take back a choice that cannot be used', () => {
    vi.stubEnv('XDG_CONFIG_HOME', folder);
    const note = path.join(folder, 'fedwright', 'location.json');
    mkdirSync(path.dirname(note));
    writeFileSync(note, JSON.stringify({ data: '/proc/fedwright' }));
    const hint = expect.stringContaining(`remove ${note}`);
    expect(() => resolvePaths({ env: {} })).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ hint }) }),
    );
    vi.unstubAllEnvs();
  });

  it('can be chosen in a note beside it; a broken note is as none', () => {
    expect(readPointer(folder)).toBeNull();
    mkdirSync(path.join(folder, 'config'));
    const note = path.join(folder, 'config', 'location.json');
    writeFileSync(note, JSON.stringify({ data: '/srv/fedwright' }));
    expect(readPointer(path.join(folder, 'config'))).toBe('/srv/fedwright');
    for (const broken of ['{', '{"data": 3}', '{"data": "relative"}', 'null']) {
      writeFileSync(note, broken);
      expect(readPointer(path.join(folder, 'config'))).toBeNull();
    }
  });
});

it('finds the files that come with the app from the built entries too', () => {
  const root = findRoot();
  expect(findRoot(path.join(root, 'out', 'main', 'chunks'))).toBe(root);
});
