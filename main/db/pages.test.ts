import { expect, it } from 'vitest';
import { createPages, cutPage } from './pages';

/** A list of six, which counts how often it is read. */
function open() {
  const state = { reads: 0, revision: 1 };
  const of = createPages(
    { revision: () => state.revision },
    (stem: string) => {
      state.reads += 1;
      return Array.from({ length: 6 }, (_, index) => `${stem}${index}`);
    },
    (rows) => rows,
  );
  const page = (stem: string, offset: number, limit: number | null = 2) =>
    cutPage(of(stem, { offset, limit }), { offset, limit });
  return { state, page };
}

it('reads a list once for all its pages, the empty one behind the last included', () => {
  const { state, page } = open();
  expect([0, 2, 4, 6].map((offset) => page('a', offset))).toEqual([
    ['a0', 'a1'],
    ['a2', 'a3'],
    ['a4', 'a5'],
    [],
  ]);
  expect(state.reads).toBe(1);
});

it('reads it again from the first page, for another list, and after a change', () => {
  const { state, page } = open();
  page('a', 0);
  page('a', 0);
  expect(state.reads).toBe(2);
  expect(page('b', 2)).toEqual(['b2', 'b3']);
  expect(state.reads).toBe(3);
  state.revision += 1;
  page('b', 4);
  expect(state.reads).toBe(4);
});

it('keeps nothing of a list that was asked for as a whole, or up to its end', () => {
  const { state, page } = open();
  expect(page('a', 1, null)).toHaveLength(5);
  page('a', 0);
  page('a', 5);
  page('a', 5);
  expect(state.reads).toBe(3);
});
