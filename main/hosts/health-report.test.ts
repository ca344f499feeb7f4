import { expect, test } from 'vitest';
import { readReport } from './health-report';

const now = 1_800_000_000;
const ran = { from: now * 1000 + 200, to: now * 1000 + 700 };

test('what a host tells is read', () => {
  const text = [
    ...[`now=${now}`, 'disk=1000 250', 'memory=2000 500', 'cpus=8', 'load=0.52', 'cgroup=2'],
    ...[
      'gpu=NVIDIA A100, 40960, 1024',
      'python=3.12.3',
      'nvflare=2.8.1',
      'port=0016',
      'port=1F90',
      'port=0016',
    ],
  ].join('\n');
  expect(readReport(text, ran)).toEqual({
    clockSkewMs: 0,
    disk: { totalBytes: 1_024_000, freeBytes: 256_000 },
    memory: { totalBytes: 2_048_000, availableBytes: 512_000 },
    ...{ cpus: 8, load: 0.52, cgroup: 2, python: '3.12.3', nvflare: '2.8.1', ports: [22, 8080] },
    gpus: [{ name: 'NVIDIA A100', totalBytes: 40_960 * 2 ** 20, usedBytes: 2 ** 30 }],
  });
});

test.each([
  ['nothing', ''],
  ['empty values', 'now=\ndisk=\nmemory= \ncpus=\nload=\npython=\nnvflare='],
  ['other words', 'now=soon\ndisk=a b\nmemory=x\ncpus=-1\ncgroup=9\ngpu=?\npython=<b>\nport'],
])('%s is not known, and no guess', (_what, text) => {
  const nothing = { clockSkewMs: null, disk: null, memory: null, cpus: null, load: null, cgroup: null };
  expect(readReport(text, ran)).toEqual({ ...nothing, gpus: [], python: null, nvflare: null, ports: null });
});

test.each([
  [now + 60, 59_300],
  [now - 60, -59_201],
  [now, 0],
])('a clock that says %i is off by %i ms at least', (says, off) => {
  expect(readReport(`now=${says}`, ran).clockSkewMs).toBe(off);
});
