import { expect, test } from 'vitest';
import { reachOf, useOf } from './network-rows';

const user = { id: 'c', name: 'trainer' };
const network = { usedBy: [], builtIn: false } as unknown as Parameters<typeof useOf>[0];

test('what the engine itself has is built in, whoever is in it', () => {
  expect(useOf(network)).toBe('unused');
  expect(useOf({ ...network, usedBy: [user] as never })).toBe('used');
  expect(useOf({ ...network, usedBy: [user] as never, builtIn: true })).toBe('built-in');
});

test('the network `none` reaches nothing, though its engine does not call it internal', () => {
  expect(reachOf({ driver: 'null', internal: false })).toBe('None');
  expect(reachOf({ driver: 'bridge', internal: true })).toBe('Internal only');
  expect(reachOf({ driver: 'bridge', internal: false })).toBe('Outside too');
});
