import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * On Linux, forbids core dumps of this process and all that it starts: one would hold keys and passwords that are
 * in memory when it crashes. Chromium's zygotes are there before any script, so they are found and told too. The
 * limit is one byte: that of none is ignored where dumps go to a program. Electron's own crash reporter is never
 * started, and the other systems write no dumps of memory by themselves. Without `prlimit` the system's limit stays.
 */
export function forbidCoreDumps(): void {
  if (process.platform !== 'linux') return;
  const pids = [process.pid, ...descendants()].filter(mayDump);
  if (pids.length === 0) return;
  const script = 'for pid; do prlimit --core=1:1 --pid "$pid"; done';
  spawnSync('/bin/sh', ['-c', script, 'sh', ...pids.map(String)], { stdio: 'ignore', timeout: 5000 });
}

/** Where the hard limit is none nobody but root could set one byte, and no dump is written to a file. */
function mayDump(pid: number): boolean {
  const [, soft, hard] =
    /^Max core file size\s+(\S+)\s+(\S+)/m.exec(readOrEmpty(`/proc/${pid}/limits`)) ?? [];
  return hard !== undefined && hard !== '0' && (soft !== '1' || hard !== '1');
}

/** The processes that this one, or one that it started, has started. */
function descendants(): number[] {
  // Another program of Node has no children this early; Electron's are made by Chromium.
  if (!process.versions['electron']) return [];
  const found = new Set([process.pid]);
  const parents = readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .map((pid) => ({ pid, parent: parentOf(pid) }))
    .sort((a, b) => a.pid - b.pid);
  for (const { pid, parent } of parents) if (found.has(parent)) found.add(pid);
  found.delete(process.pid);
  return [...found];
}

/** The name of the program, in brackets, may hold spaces and brackets. */
const parentOf = (pid: number): number =>
  Number(/^.*\) \S (\d+)/s.exec(readOrEmpty(`/proc/${pid}/stat`))?.[1] ?? Number.NaN);

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
