import { expect, test } from 'vitest';
import { formatMode, readMode } from './words';

test.each([
  [0o755, 'rwxr-xr-x'],
  [0o640, 'rw-r-----'],
  [0o4711, 'rws--x--x'],
  [0o1777, 'rwxrwxrwt'],
  [0o2660, 'rw-rwS---'],
])('permissions %o are shown as ls does', (mode, text) => expect(formatMode(mode)).toBe(text));

test('only three or four octal digits are permissions', () => {
  expect([readMode('640'), readMode(' 0755 ')]).toEqual([0o640, 0o755]);
  expect([readMode('648'), readMode('64'), readMode('x')]).toEqual([null, null, null]);
});
