import { describe, expect, test } from 'vitest';
import { fits, withoutParents } from './clean-up-rules';

const day = 24 * 60 * 60_000;
const now = 100 * day;
const rule = (name: string, value: string | null, has: boolean) => ({ name, value, has });

describe('what a clean-up looks for', () => {
  test('age: old enough, any at all, and never what does not tell its age', () => {
    const at = (olderThanDays: number, since: number | null) =>
      fits({ olderThanDays, labels: [] }, { since, labels: {} }, now);
    expect([at(0, now), at(0, null), at(7, 93 * day), at(7, 93 * day + 1), at(7, null)]).toEqual([
      ...[true, true, true, false, false],
    ]);
  });

  test.each([
    [rule('site', null, true), { site: '' }, true],
    [rule('site', 'north', true), { site: 'south' }, false],
    [rule('site', 'north', true), { site: 'north' }, true],
    [rule('site', 'north', false), { site: 'north' }, false],
    [rule('site', 'north', false), { site: 'south' }, true],
    [rule('keep', null, false), { keep: '' }, false],
    [rule('keep', null, false), null, true],
    [rule('toString', null, true), {}, false],
  ])('label %j of %j: %s', (label, labels, expected) => {
    expect(fits({ olderThanDays: 0, labels: [label] }, { since: null, labels }, now)).toBe(expected);
  });

  test('all labels have to hold', () => {
    const labels = [rule('a', null, true), rule('b', null, false)];
    expect(fits({ olderThanDays: 0, labels }, { since: 0, labels: { a: '1' } }, now)).toBe(true);
    expect(fits({ olderThanDays: 0, labels }, { since: 0, labels: { a: '1', b: '' } }, now)).toBe(false);
  });

  test('an image that another one is built on goes only together with it', () => {
    const all = [
      { id: 'base', parents: [] },
      { id: 'middle', parents: ['base'] },
      { id: 'top', parents: ['middle'] },
    ];
    const of = (...ids: string[]) =>
      withoutParents(
        ids.map((id) => ({ id })),
        all,
      ).map(({ id }) => id);
    expect(of('base', 'middle', 'top')).toEqual(['base', 'middle', 'top']);
    expect(of('base', 'middle')).toEqual([]);
    expect(of('base', 'top')).toEqual(['top']);
  });
});
