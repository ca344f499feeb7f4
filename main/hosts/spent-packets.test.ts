import { expect, it, vi } from 'vitest';
import { countPackets } from './spent-packets';

it('frees what packets leave behind without a look at the whole heap', async () => {
  const before = process.memoryUsage().arrayBuffers;
  const size = 32 * 1024;
  for (let sent = 0; sent < 16 << 20; sent += size) {
    Buffer.allocUnsafeSlow(size).fill(1);
    countPackets(size);
  }
  // The engine gives the memory back beside the program.
  await vi.waitFor(() => expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 << 20));
});
