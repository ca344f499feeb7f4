import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLogReader } from './log-frames';
import { memoryWith } from './actions';
import { countersOf, memoryOf, usageOf } from './stats';

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

test('use is counted as the command of docker does, and is not made up', () => {
  const sample = (cpu: number, system: number, read: string, seconds: number) => ({
    read: new Date(1_700_000_000_000 + seconds * 1000).toISOString(),
    cpu_stats: { cpu_usage: { total_usage: cpu }, system_cpu_usage: system, online_cpus: 4 },
    memory_stats: { usage: 1000, stats: { inactive_file: 400 } },
    networks: { eth0: { rx_bytes: 100 * seconds, tx_bytes: 0 } },
    blkio_stats: { io_service_bytes_recursive: [{ op: read, value: 50 * seconds }] },
  });
  const [first, second] = [sample(0, 0, 'Read', 1), sample(50, 400, 'read', 3)];
  const [before, now] = [countersOf(first, 0), countersOf(second, 0)];
  expect(memoryOf(second)).toBe(600);
  expect(usageOf(600, now, before)).toMatchObject({
    cpuPercent: 50,
    receivedPerSecond: 100,
    readPerSecond: 50,
  });
  expect(usageOf(600, now, undefined)).toMatchObject({ cpuPercent: null, receivedPerSecond: null });
  // It was started again: the counters began anew.
  expect(usageOf(600, before, now)).toMatchObject({ cpuPercent: null, readPerSecond: null });
});

test.each([
  [
    { Memory: 100, MemorySwap: 150 },
    { Memory: 40, MemorySwap: 90 },
  ],
  [
    { Memory: 0, MemorySwap: 0 },
    { Memory: 40, MemorySwap: 80 },
  ],
  [
    { Memory: 100, MemorySwap: -1 },
    { Memory: 40, MemorySwap: -1 },
  ],
])('the swap of %j stays on top of the memory', (before, after) => {
  expect(memoryWith(40, before)).toEqual(after);
});
