import { expect, it } from 'vitest';
import { targetPlatforms } from '../../preload/contract/runtime';
import { neededOn, parseLock, readLock, readUvLock, toRequirements } from './lock';
import { holds } from './markers';
import { resources } from './test-bench';
import { fits, managedPython, targetOf } from './targets';
import { installableVersions } from './version';

it.each(installableVersions)(
  'NVFlare %s has every package once on every system, each with sums',
  (version) => {
    const lock = readLock(resources, version) ?? [];
    for (const platform of targetPlatforms)
      for (const python of ['3.10.1', '3.11.7', '3.12', '3.13.0', managedPython]) {
        const needed = neededOn(lock, targetOf(platform, python));
        const names = needed.map(({ name }) => name);
        expect(names).toContain('nvflare');
        expect(names).toContain('numpy');
        expect(new Set(names).size).toBe(names.length);
        expect(names.includes('pywin32')).toBe(platform === 'windows-x64');
        expect(needed.every(({ hashes }) => hashes.size > 0)).toBe(true);
      }
  },
);

it('knows no lock of a version that is not installed by itself', () => {
  expect(readLock(resources, '2.7.2')).toBeNull();
  expect(readUvLock(resources).hashes.size).toBeGreaterThan(5);
});

it('writes requirements without conditions, which read the same', () => {
  const lock = readLock(resources, '2.8.1') ?? [];
  const needed = neededOn(lock, targetOf('mac-arm64', '3.12'));
  expect(parseLock(toRequirements(needed))).toEqual(needed.map((each) => ({ ...each, marker: null })));
});

it.each([
  ["python_full_version < '3.11'", '3.10.14', true],
  ["python_full_version == '3.11.*'", '3.11.7', true],
  ["python_full_version == '3.11.*'", '3.1.1', false],
  ["python_version >= '3.9' and sys_platform != 'win32'", '3.12.1', true],
  ["(sys_platform == 'win32' or os_name == 'posix') and python_version > '3.12'", '3.12.4', false],
  ["platform_machine == 'x86_64' or platform_machine == 'AMD64' and sys_platform == 'win32'", '3.12.4', true],
])('%s with Python %s is %s', (marker, python, expected) => {
  expect(holds(marker, targetOf('linux-x64', python))).toBe(expected);
});

it('never guesses a condition that it does not know', () => {
  const target = targetOf('linux-x64', '3.12');
  for (const marker of [
    "extra == 'he'",
    "sys_platform in 'linux'",
    "platform_release > '5'",
    "os_name == 'posix' )",
  ])
    expect(() => holds(marker, target)).toThrow('unknown condition');
});

it.each([
  ['numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl', '3.11.7', true],
  ['numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl', '3.12.1', false],
  ['cryptography-50.0.2-cp311-abi3-manylinux_2_28_x86_64.whl', '3.13.0', true],
  ['cryptography-50.0.2-cp311-abi3-manylinux_2_28_aarch64.whl', '3.13.0', false],
  ['cryptography-50.0.2-cp311-abi3-musllinux_1_2_x86_64.whl', '3.13.0', false],
  ['Flask_JWT_Extended-4.6.0-py2.py3-none-any.whl', '3.12', true],
  ['markupsafe-3.0.4-cp314-cp314t-manylinux_2_17_x86_64.whl', '3.14.0', false],
])('%s fits Linux (x64) with Python %s: %s', (file, python, expected) => {
  expect(fits(file, 'linux-x64', python)).toBe(expected);
});
