import { expect, test } from 'vitest';
import { describeKinds, readLabels } from './words';

test('labels are read with and without a value, and with what must not be there', () => {
  expect(readLabels(' site , team = ct,!keep, ! role=server ,, !, =x')).toEqual([
    { name: 'site', value: null, has: true },
    { name: 'team', value: 'ct', has: true },
    { name: 'keep', value: null, has: false },
    { name: 'role', value: 'server', has: false },
  ]);
});

test('kinds are counted in words', () => {
  const of = (...kinds: ('image' | 'container' | 'build-cache')[]) =>
    describeKinds(kinds.map((kind) => ({ kind })));
  expect(of('image', 'container', 'image')).toBe('1 container, 2 images');
  expect(of('build-cache')).toBe('1 entry of the build cache');
  expect(of()).toBe('');
});
