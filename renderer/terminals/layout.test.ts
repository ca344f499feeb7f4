import { expect, test } from 'vitest';
import { paneOf, panesIn, removePane, splitPane } from './layout';

test('panes are split beside and below each other, and give their room back', () => {
  const beside = splitPane(paneOf('a'), 'a', 'row', 'b');
  const three = splitPane(beside, 'a', 'row', 'c');
  expect(three).toMatchObject({ direction: 'row', children: [{ id: 'a' }, { id: 'c' }, { id: 'b' }] });
  const below = splitPane(three, 'c', 'column', 'd');
  expect(panesIn(below)).toEqual(['a', 'c', 'd', 'b']);
  expect(removePane(below, 'd')).toEqual(three);
  expect(removePane(beside, 'a')).toEqual(paneOf('b'));
  expect(removePane(paneOf('a'), 'a')).toBeNull();
});
