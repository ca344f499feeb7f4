import { expect, test } from 'vitest';
import { draftOf, faultsOf } from './host-draft';

const draft = (change: object) => ({
  ...draftOf(null),
  settings: { ...draftOf(null).settings, name: 'north', ...change },
});

test('a new host says what is missing at its field', () => {
  expect(Object.keys(faultsOf(draftOf(null), false)).toSorted()).toEqual(['address', 'name', 'username']);
  expect(faultsOf(draft({ kind: 'local' }), false)).toEqual({});
  const complete = { address: 'a.example.org', username: 'fl' };
  expect(faultsOf(draft(complete), false)).toEqual({});
  expect(faultsOf(draft({ ...complete, port: Number.NaN }), false)).toHaveProperty('port');
  expect(faultsOf(draft({ ...complete, auth: 'key' }), false)).toHaveProperty('keyFile');
  expect(faultsOf(draft({ ...complete, auth: 'key' }), true)).toEqual({});
});
