import { expect, test } from 'vitest';
import { patienceFor } from './actions';

test('a stop is waited for longer than the container has to end', () => {
  expect(patienceFor(undefined)).toBe(50_000);
  expect(patienceFor(0)).toBe(40_000);
  expect(patienceFor(300)).toBe(340_000);
});

test('without an end to the grace it is waited for as long as a timer can', () => {
  expect(patienceFor(-1)).toBe(2 ** 31 - 1);
  expect(patienceFor(10 ** 9)).toBe(2 ** 31 - 1);
});
