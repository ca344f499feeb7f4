import { describe, expect, it } from 'vitest';
import { countKits, markStages } from './run-words';

describe('the stages of a run', () => {
  it('are done, present and ahead', () => {
    expect(markStages(1, 4)).toEqual(['done', 'now', 'ahead', 'ahead']);
    expect(markStages(null, 2)).toEqual(['now', 'ahead']);
    expect(markStages(0, null)).toEqual([]);
    expect(markStages(3, 3)).toEqual(['done', 'done', 'done']);
  });
});

describe('counting kits', () => {
  it.each([
    [0, '0 kits'],
    [1, '1 kit'],
    [1200, '1,200 kits'],
  ])('%d', (kits, words) => expect(countKits(kits)).toBe(words));
});
