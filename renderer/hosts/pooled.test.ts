import { expect, test } from 'vitest';
import type { HostHealth } from '../../preload/contract/hosts';
import { describePool, poolOf } from './pooled';

const gpu = { index: 0, uuid: 'GPU-0', name: 'A100', totalBytes: null, usedBytes: null, busyPercent: null };
const host: HostHealth = {
  ...{ at: 0, figuresAt: 0, latencyMs: 1, clockSkewMs: 0, cpus: 4, cpuPercent: 50, load: 1, cgroup: 2 },
  ...{ disk: null, network: null, docker: null, python: null, nvflare: null, ports: null },
  ...{ memory: { totalBytes: 8e9, availableBytes: 2e9 }, gpus: [gpu] },
};

test('hosts are added up as far as they are known', () => {
  const engine = {
    ...host,
    cpus: 12,
    cpuPercent: null,
    gpus: [],
    memory: { totalBytes: 32e9, availableBytes: null },
  };
  const pool = poolOf([host, { ...host, cpus: 12, cpuPercent: 10 }, engine, null]);
  expect(pool).toEqual({
    ...{ hosts: 4, known: 3, cores: 28, busyPercent: 20, memoryBytes: 48e9, gpus: 2 },
    free: { bytes: 4e9, ofBytes: 16e9 },
  });
  expect(describePool(pool)).toEqual([
    '28 cores, 20 % busy',
    '48 GB of memory, 4.0 GB free of the 16 GB of hosts that tell it',
    '2 GPUs',
  ]);
});

test('of nothing that is known, nothing is said', () => {
  expect(describePool(poolOf([null, null]))).toEqual([]);
  expect(poolOf([])).toMatchObject({ hosts: 0, known: 0, busyPercent: null, free: null });
  const silent = { ...host, cpus: null, cpuPercent: null, memory: null, gpus: [] };
  expect(describePool(poolOf([silent]))).toEqual(['no GPU']);
});
