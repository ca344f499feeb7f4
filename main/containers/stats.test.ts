import { expect, test } from 'vitest';
import { memoryWith } from './actions';
import { countersOf, memoryOf, usageOf } from './stats';

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
