import { expect, test } from 'vitest';
import { moveDivider, movePaneDivider, paneOf, panesIn, removePane, splitPane } from './layout';

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

test('a divider gives room of one pane to its neighbour, and to nobody else', () => {
  const three = splitPane(splitPane(paneOf('a'), 'a', 'row', 'b'), 'b', 'row', 'c');
  expect(three).toMatchObject({ shares: [1, 0.5, 0.5] });
  expect(moveDivider(three, [], 1, 0.75)).toMatchObject({ shares: [1, 0.75, 0.25] });
  expect(moveDivider(three, [], 0, 2)).toMatchObject({ shares: [1.35, expect.closeTo(0.15), 0.5] });
  expect(removePane(three, 'a')).toMatchObject({ shares: [0.5, 0.5] });
  const below = splitPane(three, 'c', 'column', 'd');
  const moved = moveDivider(below, [2], 0, 0.25);
  expect(moved).toMatchObject({ shares: [1, 0.5, 0.5], children: [{}, {}, { shares: [0.5, 1.5] }] });
});

test('the divider nearest to a pane is moved, whichever split has it', () => {
  const three = splitPane(splitPane(paneOf('a'), 'a', 'row', 'b'), 'b', 'column', 'c');
  const wider = movePaneDivider(three, 'a', 'row', 0.1);
  expect(wider).toMatchObject({ shares: [expect.closeTo(1.2), expect.closeTo(0.8)] });
  // The last one has it before itself: to the right is to the right all the same.
  expect(movePaneDivider(three, 'c', 'row', 0.1)).toEqual(wider);
  const lower = movePaneDivider(three, 'c', 'column', 0.1);
  expect(lower).toMatchObject({
    shares: [1, 1],
    children: [{}, { shares: [expect.closeTo(1.2), expect.closeTo(0.8)] }],
  });
  expect(movePaneDivider(three, 'a', 'column', 0.1)).toBe(three);
  expect(movePaneDivider(paneOf('a'), 'a', 'row', 0.1)).toEqual(paneOf('a'));
});
