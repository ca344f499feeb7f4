import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogReader } from './log-lines';

const at = '2026-01-02T03:04:05.000000001Z';
const frame = (stream: 1 | 2, text: Buffer) => {
  const head = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(text.length, 4);
  return Buffer.concat([head, text]);
};

test('lines come out whole, wherever the chunks were cut', () => {
  const bytes = Buffer.concat([
    frame(1, Buffer.from(`${at} grüß dich 😀\n${at} two`)),
    frame(2, Buffer.from(`${at} wrong\n`)),
    frame(1, Buffer.from(' halves\n')),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
      const reader = createLogReader({ tty: false });
      const borders = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const lines = borders.slice(1).flatMap((to, index) => reader.push(bytes.subarray(borders[index], to)));
      expect([...lines, ...reader.end()]).toEqual([
        { at, stream: 'stdout', text: 'grüß dich 😀' },
        { at, stream: 'stderr', text: 'wrong' },
        { at, stream: 'stdout', text: 'two halves' },
      ]);
    }),
  );
});

test('a line without an end neither fills the memory nor comes out in full', () => {
  const reader = createLogReader({ tty: true });
  const piece = Buffer.alloc(50_000, 'x');
  const lines = Array.from({ length: 100 }, () => reader.push(piece)).flat();
  expect(lines.length).toBeGreaterThan(10);
  expect(Math.max(...lines.map(({ text }) => text.length))).toBeLessThan(4100);
});
