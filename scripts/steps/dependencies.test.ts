import { describe, expect, it } from 'vitest';
import { areInstalled } from './dependencies.mjs';

const wanted = {
  '': { version: '0.1.0' },
  'node_modules/a': { version: '1.0.0' },
  'node_modules/a-win32': { version: '1.0.0', optional: true },
};

describe('whether the dependencies are installed', () => {
  it('is so when every package has the version that the lockfile wants', () => {
    expect(areInstalled(wanted, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });

  it('is not so when one is missing, older, or nothing was ever installed', () => {
    expect(areInstalled(wanted, {})).toBe(false);
    expect(areInstalled(wanted, { 'node_modules/a': { version: '0.9.0' } })).toBe(false);
    expect(areInstalled(wanted, null)).toBe(false);
  });
});
