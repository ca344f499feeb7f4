import { expect, test } from 'vitest';
import { createSequenceTracker } from './sequence-tracker';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Whether something may be put in after each of the pieces. */
function places(...pieces: (string | number[])[]): boolean[] {
  const track = createSequenceTracker();
  return pieces.map((piece) => track(typeof piece === 'string' ? bytesOf(piece) : Uint8Array.from(piece)));
}

test('between lines and after whole sequences there is a place', () => {
  expect(places('plain\r\n', '\u001b[31mred\u001b[0m', '\u001b7', '\u001b(Bx', '')).toEqual([
    ...[true, true, true, true, true],
  ]);
});

test('inside of a sequence there is none, however it was cut', () => {
  expect(places('a\u001b', '[3', '1', 'm', 'b')).toEqual([false, false, false, true, true]);
  expect(places('\u001b(', 'B')).toEqual([false, true]);
});

test('a string ends by its own end, and not by a line', () => {
  expect(places('\u001b]0;title', '\n', 'more\u0007', 'x')).toEqual([false, false, true, true]);
  expect(places('\u001bPq#0\n', '\u0007\n', '\u001b\\')).toEqual([false, false, true]);
  expect(places('\u001b_x\n', '\u001b[0m')).toEqual([false, true]);
});

test('inside of a character there is none', () => {
  expect(places([0xe6, 0x9d], [0xb1], 'a')).toEqual([false, false, true]);
});

test('controls without an escape, and what is longer than anyone writes, are known again with the next sequence', () => {
  expect(places('\u009b3', '1m', '\u001b[m')).toEqual([false, false, true]);
  expect(places('°\n')).toEqual([true]);
  expect(places(`\u001b]${'x'.repeat(5000)}`, '\u0007', '\u001b[m')).toEqual([false, false, true]);
});
