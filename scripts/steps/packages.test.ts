import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

interface FpmTarget {
  default: { prototype: { getDefaultDepends(target: string): string[] } };
}

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, never>;
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const fpm = builder('app-builder-lib/out/targets/FpmTarget') as FpmTarget;

test('the rpm depends on all that the builder names, and on the library of the keychain', () => {
  const { depends } = read('electron-builder.yml')['rpm'] as { depends: string[] };
  expect(depends).toEqual([
    ...fpm.default.prototype.getDefaultDepends('rpm'),
    '(libsecret or libsecret-1-0)',
  ]);
  // Which the deb has by the builder's own list: it names none of its own.
  expect(read('electron-builder.yml')['deb']).not.toHaveProperty('depends');
  expect(fpm.default.prototype.getDefaultDepends('deb')).toContain('libsecret-1-0');
});

test('the rpm brings no links that every other program with this Electron has too', () => {
  const { fpm: options } = read('electron-builder.yml')['rpm'] as { fpm: string[] };
  expect(options).toContain('--rpm-rpmbuild-define=_build_id_links none');
});

test('a release is published once every test has passed', () => {
  const { jobs } = read('.github/workflows/release.yml') as {
    jobs: Record<string, { uses?: string; needs?: string[] }>;
  };
  expect(jobs['test']?.uses).toBe('./.github/workflows/test.yml');
  expect(jobs['publish']?.needs).toEqual(['packages', 'test']);
  expect(read('.github/workflows/test.yml')['on']).toHaveProperty('workflow_call');
});
