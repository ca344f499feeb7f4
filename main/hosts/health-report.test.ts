import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readFigures, readReport } from './health-report';
import { figuresScript, healthScript } from './health-script';

const now = 1_800_000_000;
const ran = { from: now * 1000 + 200, to: now * 1000 + 700 };

test('what a host tells is read', () => {
  const text = [
    ...[`now=${now}`, 'disk=1000 250', 'memory=2000 500', 'cpus=8', 'load=0.52', 'cgroup=2'],
    ...['up=100.00', 'cpu=1000 900', 'net=5000 100', 'up=100.50', 'cpu=1200 1050', 'net=7000 100'],
    ...[
      'gpu=GPU-0a1b, 0, 40960, 1024, 40, NVIDIA A100',
      'gpu=GPU-0a1c, 1, [N/A], [N/A], [N/A], NVIDIA, Other',
    ],
    ...[
      'python=3.12.3',
      'nvflare=3.11.2 2.8.1 /home/a b/venv/bin/python3',
      'nvflare=3.12.3 2.7.0 /opt/x/bin/python3',
    ],
    ...['port=0016', 'port=1F90', 'port=0016'],
  ].join('\n');
  expect(readReport(text, ran)).toEqual({
    clockSkewMs: 0,
    disk: { totalBytes: 1_024_000, freeBytes: 256_000 },
    memory: { totalBytes: 2_048_000, availableBytes: 512_000 },
    ...{ cpus: 8, load: 0.52, cgroup: 2, python: '3.12.3', ports: [22, 8080] },
    ...{ cpuPercent: 25, network: { receivedPerSecond: 4000, sentPerSecond: 0 } },
    nvflare: { version: '2.8.1', python: '/home/a b/venv/bin/python3' },
    gpus: [
      {
        ...{ index: 0, uuid: 'GPU-0a1b', name: 'NVIDIA A100', busyPercent: 40 },
        ...{ totalBytes: 40_960 * 2 ** 20, usedBytes: 2 ** 30 },
      },
      {
        ...{ index: 1, uuid: 'GPU-0a1c', name: 'NVIDIA, Other' },
        ...{ totalBytes: null, usedBytes: null, busyPercent: null },
      },
    ],
  });
});

test.each([
  ['nothing', ''],
  ['empty values', 'now=\ndisk=\nmemory= \ncpus=\nload=\npython=\nnvflare=\ncpu=\nnet= \nup='],
  ['other words', 'now=soon\ndisk=a b\nmemory=x\ncpus=-1\ncgroup=9\ngpu=?\npython=<b>\nnvflare=no\nport'],
  ['one reading alone', 'up=1\ncpu=5 4\nnet=1 1'],
  ['two readings of a clock that stands', 'up=1\ncpu=5 4\nnet=1 1\nup=1\ncpu=5 4\nnet=2 2'],
])('%s is not known, and no guess', (_what, text) => {
  const nothing = { clockSkewMs: null, disk: null, memory: null, cpus: null, load: null, cgroup: null };
  expect(readReport(text, ran)).toEqual({
    ...{ ...nothing, gpus: [], cpuPercent: null, network: null },
    ...{ python: null, nvflare: null, ports: null },
  });
});

test.each([
  [now + 60, 59_300],
  [now - 60, -59_201],
  [now, 0],
])('a clock that says %i is off by %i ms at least', (says, off) => {
  expect(readReport(`now=${says}`, ran).clockSkewMs).toBe(off);
});

describe('the scripts, run by sh', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fedwright-health-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const place = (name: string, text: string) =>
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const sh = (script: string, env: NodeJS.ProcessEnv = process.env) =>
    spawnSync('sh', ['-c', script], { env, encoding: 'utf8' }).stdout;

  test('two readings of the kernel give how busy it was', () => {
    const { cpuPercent, network, memory, load } = readFigures(sh(figuresScript));
    expect(cpuPercent).toBeGreaterThanOrEqual(0);
    expect(cpuPercent).toBeLessThanOrEqual(100);
    expect(network === null || network.receivedPerSecond >= 0).toBe(true);
    expect(memory?.totalBytes).toBeGreaterThan(memory?.availableBytes ?? Infinity);
    expect(load).toEqual(expect.any(Number));
  });

  test('macOS tells its memory and load by programs of its own', () => {
    place('uname', 'echo Darwin');
    place(
      'sysctl',
      'case "$2" in hw.memsize) echo 17179869184;; vm.loadavg) echo "{ 1,85 1.90 2.00 }";; esac',
    );
    place(
      'vm_stat',
      `cat <<'END'
Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               10000.
Pages active:                            300000.
Pages inactive:                          200000.
Pages speculative:                         5000.
Pages wired down:                        100000.
END`,
    );
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    expect(readFigures(sh(figuresScript, env))).toMatchObject({
      memory: { totalBytes: 16 * 2 ** 30, availableBytes: 215_000 * 16_384 },
      load: 1.85,
    });
  });

  test('NVFlare is found where deployments look for it, though the first Python has none', () => {
    const home = path.join(folder, 'home');
    const bin = path.join(home, 'flare-env', 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, 'python3'), '#!/bin/sh\necho 3.11.2 2.8.1\n', { mode: 0o755 });
    place('python3', 'case "$2" in *nvflare*) exit 1;; *) echo 3.9.9;; esac');
    const pythons = readFileSync(path.resolve('resources/host/pythons.sh'), 'utf8');
    const env = { ...process.env, HOME: home, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    expect(readReport(sh(healthScript(pythons), env), ran)).toMatchObject({
      python: '3.9.9',
      nvflare: { version: '2.8.1', python: path.join(bin, 'python3') },
    });
  });
});
