import { expect, test } from 'vitest';
import { anyHost, fitsHost } from './host-filters';

test('hosts are chosen by group, by label, or by both', () => {
  const host = { group: 'Edge', labels: ['gpu', 'north wing'] };
  expect(fitsHost(host, anyHost)).toBe(true);
  expect(fitsHost(host, { group: 'Edge', label: 'north wing' })).toBe(true);
  expect(fitsHost(host, { group: 'Edge', label: 'south' })).toBe(false);
  expect(fitsHost(host, { group: 'Core', label: 'gpu' })).toBe(false);
});
