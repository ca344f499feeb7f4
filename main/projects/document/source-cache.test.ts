import { expect, it } from 'vitest';
import { sampleText } from './sample-text';
import { createSourceCache } from './source-cache';

it('reads a text once while it is one of the last', () => {
  const read = createSourceCache(2);
  const first = read(sampleText);
  expect(read(sampleText)).toBe(first);
  read(`${sampleText}# one\n`);
  expect(read(sampleText)).toBe(first);
  read(`${sampleText}# two\n`);
  expect(read(sampleText)).toBe(first);
  read(`${sampleText}# three\n`);
  read(`${sampleText}# four\n`);
  expect(read(sampleText)).not.toBe(first);
});
