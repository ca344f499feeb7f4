import { expect, test } from 'vitest';
import { normal, overlap } from './addresses';

test.each([
  ['0.0.0.0', '127.0.0.1', true],
  ['127.0.0.1', '0.0.0.0', true],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '10.0.0.5', false],
  ['::', '127.0.0.1', true],
  ['*', '10.0.0.5', true],
  ['0.0.0.0', '::1', false],
  ['::1', '127.0.0.1', false],
  ['[::ffff:127.0.0.1]', '127.0.0.1', true],
])('%s and %s: %s', (one, other, expected) => {
  expect(overlap(one, other)).toBe(expected);
});

test('addresses are compared without brackets, zones and cases', () => {
  expect(['[FE80::1%eth0]', '127.0.0.53%lo', ''].map(normal)).toEqual(['fe80::1', '127.0.0.53', '::']);
});
