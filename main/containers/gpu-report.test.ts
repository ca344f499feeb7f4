import { expect, test } from 'vitest';
import { addShares, readGpuReport } from './gpu-report';

test('a report is read with what its driver cannot tell', () => {
  const { gpus, uses } = readGpuReport(`gpu=GPU-b, 1, 24564, 300, [N/A], NVIDIA RTX 4090
gpu=GPU-a, 0, 24564, 9000, 87, NVIDIA A100, 40GB
app=812, GPU-a, 8000
app=812, GPU-b, [N/A]
app=813, GPU-a, 500
app=no, GPU-a, 1
app=9, GPU-unknown, 1
a banner, of, some, login`);
  const mib = 2 ** 20;
  expect(gpus).toEqual([
    { index: 0, name: 'NVIDIA A100, 40GB', totalBytes: 24564 * mib, usedBytes: 9000 * mib, busyPercent: 87 },
    {
      index: 1,
      name: 'NVIDIA RTX 4090',
      totalBytes: 24564 * mib,
      usedBytes: 300 * mib,
      busyPercent: null,
    },
  ]);
  expect([...uses.keys()]).toEqual([812, 813]);
  expect(addShares([...uses.values()].flat())).toEqual([
    { index: 0, memoryBytes: 8500 * mib },
    { index: 1, memoryBytes: null },
  ]);
  expect(readGpuReport('sh: nvidia-smi: not found\n')).toEqual({ gpus: [], uses: new Map() });
});
