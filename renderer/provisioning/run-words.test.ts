import { describe, expect, it } from 'vitest';
import { countKits, markStages, valuesOf } from './run-words';

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

describe('a change', () => {
  const change = { kind: 'added', what: 'site-1', note: '' } as const;
  it('names the kind of a participant as the rest of the app does, and a field as the file has it', () => {
    expect(valuesOf({ ...change, field: null, before: null, after: 'client' })).toEqual({
      before: null,
      after: 'Site',
    });
    const field = { ...change, kind: 'changed', field: 'org' } as const;
    expect(valuesOf({ ...field, before: 'client', after: 'server' })).toEqual({
      before: 'client',
      after: 'server',
    });
  });
});
