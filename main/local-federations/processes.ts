import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from '../process/run';

export interface Process {
  pid: number;
  parent: number;
  /** Resident memory. */
  bytes: number;
  /** Its program, then its arguments: each by itself on Linux, all of them as one text elsewhere. */
  words: string[];
}

/** Every process of this machine; an empty list where nobody can be asked. */
export async function listProcesses(): Promise<Process[]> {
  if (process.platform === 'linux') return listOnLinux();
  if (process.platform === 'win32') return [];
  const { stdout } = await run('ps', ['-eww', '-o', 'pid=,ppid=,rss=,args='], { timeoutMs: 5000 });
  return stdout.flatMap((line) => {
    const [, pid, parent, kibibytes, program = '', rest = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+) ?(.*)$/.exec(line) ?? [];
    if (pid === undefined) return [];
    return [
      { pid: Number(pid), parent: Number(parent), bytes: Number(kibibytes) * 1024, words: [program, rest] },
    ];
  });
}

function listOnLinux(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const field = (wanted: string) => new RegExp(`^${wanted}:\\s*(\\S+)`, 'm').exec(status)?.[1];
      if (field('State') === 'Z') return [];
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      const bytes = Number(field('VmRSS') ?? 0) * 1024;
      return [{ pid: Number(name), parent: Number(field('PPid')), bytes, words }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/**
 * Those that run from a directory, and all below them: a shell or a Python that was given a path in it. Not an
 * editor that has a file of it open.
 */
export function processesOf(directory: string, all: Process[]): Process[] {
  const found = new Set(all.filter((one) => runsFrom(directory, one)));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    const pids = new Set([...found].map(({ pid }) => pid));
    for (const one of all) if (pids.has(one.parent)) found.add(one);
  }
  return [...found];
}

function runsFrom(directory: string, { words }: Process): boolean {
  const [program = '', ...others] = words;
  if (!/^(python|bash|sh)/i.test(path.basename(program))) return false;
  return others.some((word) => word.endsWith(directory) || word.includes(`${directory}/`));
}

/** Ends what runs from a directory, for good, and waits until it is gone. For what its launcher has left. */
export async function endProcessesOf(directory: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const left = processesOf(directory, await listProcesses()).filter(({ pid }) => pid !== process.pid);
    if (left.length === 0) return;
    for (const { pid } of left) kill(pid);
    await delay(100);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
