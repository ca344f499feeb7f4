import { expect, test } from 'vitest';
import type { HostHealth } from '../../preload/contract/hosts';
import { healthRows } from './health-words';

const well: HostHealth = {
  ...{ at: 0, figuresAt: 0, latencyMs: 20, clockSkewMs: 0, cpus: 4, load: 0.5, cgroup: 2, gpus: [] },
  ...{ cpuPercent: 12.5, network: { receivedPerSecond: 2000, sentPerSecond: 100 } },
  disk: { totalBytes: 1e12, freeBytes: 5e11 },
  memory: { totalBytes: 8e9, availableBytes: 4e9 },
  docker: { product: 'Docker', version: '27.1', apiVersion: '1.46', remark: null },
  nvflare: { version: '2.8.1', python: '/opt/flare/bin/python3' },
  ...{ python: '3.12.3', ports: [22] },
};
const valueOf = (health: HostHealth, label: string) =>
  healthRows(health).find((each) => each.label === label)?.value;
const stateOf = (health: HostHealth, label: string) =>
  healthRows(health).find((each) => each.label === label)?.state;

test('a host that is well has nothing that wants attention', () => {
  expect(healthRows(well).map(({ state }) => state)).not.toContain('attention');
  expect(stateOf(well, 'Clock')).toBe('ok');
});

test.each<[string, Partial<HostHealth>]>([
  ['Clock', { clockSkewMs: -60_000 }],
  ['Disk', { disk: { totalBytes: 1e12, freeBytes: 1e9 } }],
  ['CPU', { load: 40 }],
  [
    'Docker',
    {
      docker: { product: 'Docker', version: '18.09', apiVersion: '1.39', remark: 'It is older than 20.10.' },
    },
  ],
  ['Response time', { latencyMs: 3000 }],
])('%s wants attention', (label, change) => {
  expect(stateOf({ ...well, ...change }, label)).toBe('attention');
});

test('Podman in the place of Docker is called so', () => {
  const docker = { product: 'Podman' as const, version: '4.3.1', apiVersion: '1.41', remark: null };
  expect(healthRows({ ...well, docker }).find(({ label }) => label === 'Docker')?.value).toBe(
    'Podman 4.3.1 in its place, API 1.41',
  );
});

test('what a host does now is said in figures', () => {
  const gpu = {
    index: 1,
    uuid: 'GPU-1',
    name: 'RTX 4090',
    totalBytes: 24e9,
    usedBytes: 3e8,
    busyPercent: 40,
  };
  const health = { ...well, gpus: [gpu] };
  expect(valueOf(health, 'CPU')).toBe('13 % busy, 4 cores, load 0.5');
  expect(valueOf(health, 'Network')).toBe('2.0 kB/s in, 100 B/s out');
  expect(valueOf(health, 'GPU 1')).toBe('RTX 4090, 40 % busy, 300 MB of 24 GB in use');
  expect(valueOf(health, 'NVFlare')).toBe('2.8.1, in /opt/flare/bin/python3');
});

test('what is not known is said so', () => {
  const nothing = { clockSkewMs: null, disk: null, memory: null, docker: null, ports: null, python: null };
  for (const label of ['Clock', 'Disk', 'Memory', 'Docker', 'Ports in use', 'Python'])
    expect(stateOf({ ...well, ...nothing }, label)).toBe('stale');
});
