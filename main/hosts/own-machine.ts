import { statfs } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figures, readGpu, type Report, versionOf } from './health-report';
import { gpuQuery } from './health-script';
import type { RemoteResult } from './remote-exec';

type Run = (words: readonly string[]) => Promise<RemoteResult>;

/** The machine that Fedwright runs on where it has no `sh`, as Windows: what Node and two programs tell of it. */
export async function lookAtOwnMachine(run: Run): Promise<Report> {
  const [figures, python] = await Promise.all([ownFigures(run), findPython(run)]);
  return {
    ...{ ...figures, ...python },
    ...{ clockSkewMs: 0, cpus: os.cpus().length || null, cgroup: null, ports: null },
  };
}

export async function ownFigures(run: Run): Promise<Figures> {
  const before = readCores();
  const [disk, gpus] = await Promise.all([
    statfs(os.homedir()).catch(() => null),
    linesOf(run, ['nvidia-smi', ...gpuQuery]),
    pause(500),
  ]);
  const after = readCores();
  const all = after.all - before.all;
  return {
    disk: disk && { totalBytes: disk.blocks * disk.bsize, freeBytes: disk.bavail * disk.bsize },
    memory: { totalBytes: os.totalmem(), availableBytes: os.freemem() },
    // Windows has none; Node says 0 there.
    load: process.platform === 'win32' ? null : (os.loadavg()[0] ?? null),
    cpuPercent: all > 0 ? Math.round(1000 * (1 - (after.idle - before.idle) / all)) / 10 : null,
    network: null,
    gpus: gpus.slice(0, 64).flatMap(readGpu),
  };
}

/** Milliseconds of all cores. */
function readCores(): { all: number; idle: number } {
  const times = os.cpus().map((core) => core.times);
  const sum = (of: (time: os.CpuInfo['times']) => number) => times.reduce((n, time) => n + of(time), 0);
  return { all: sum((t) => t.user + t.nice + t.sys + t.irq + t.idle), idle: sum((t) => t.idle) };
}

const pythonFacts = `import platform, sys
print(platform.python_version())
print(sys.executable)
import importlib.metadata
print(importlib.metadata.version("nvflare"))`;

/** The first that there is. */
async function findPython(run: Run): Promise<Pick<Report, 'python' | 'nvflare'>> {
  for (const name of ['python3', 'python', 'py']) {
    const [version = '', at = '', nvflare = ''] = await linesOf(run, [name, '-c', pythonFacts]);
    const python = versionOf(version);
    if (python) return { python, nvflare: versionOf(nvflare) ? { version: nvflare, python: at } : null };
  }
  return { python: null, nvflare: null };
}

/** None where there is no such program. What one printed before it failed counts. */
const linesOf = (run: Run, words: string[]): Promise<string[]> =>
  run(words).then(
    ({ stdout }) => stdout.toString('utf8').split(/\r?\n/),
    () => [],
  );
