import { expect, test } from 'vitest';
import { draftOf, faultsOf, withSplitAddress } from './host-draft';

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

test('an address is judged by its parts, where the kind of the host has an address', () => {
  const typed = draft({ address: 'ssh -p 2222 fl@a.example.org' });
  expect(faultsOf(withSplitAddress(typed), false)).toEqual({});
  expect(withSplitAddress(typed).settings).toMatchObject({ port: 2222, username: 'fl' });
  const here = draft({ kind: 'local', address: 'fl@a.example.org' });
  expect(withSplitAddress(here)).toEqual(here);
});

test('a name that another host has is said at its field, and so is a port in the address', () => {
  const complete = { address: 'a.example.org', username: 'fl' };
  expect(faultsOf(draft(complete), false, ['North', 'south'])).toEqual({
    name: 'There is already a host named "North". Choose another name.',
  });
  for (const address of ['a.example.org:22', 'a.example.org:', '[::1]', 'fl@a', 'a b'])
    expect(faultsOf(draft({ ...complete, address }), false), address).toEqual({
      address: expect.stringContaining('alone'),
    });
  expect(faultsOf(draft({ ...complete, address: '::1' }), false)).toEqual({});
});
