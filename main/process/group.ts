import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends a whole process group, led by `pid`: SIGTERM, then SIGKILL for what is left after `graceMs`.
 * Resolves when no process of the group is left. On Windows, ends the process tree.
 */
export async function killGroup(pid: number | undefined, { graceMs }: { graceMs: number }): Promise<void> {
  if (!pid) return;
  if (process.platform === 'win32') return endTree(pid);
  if (graceMs > 0 && signalGroup(pid, 'SIGTERM')) await groupGone(pid, graceMs);
  if (signalGroup(pid, 'SIGKILL')) await groupGone(pid, 2000);
}

/** False when the group has no process any more. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function groupGone(pid: number, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (signalGroup(pid, 0) && Date.now() < deadline) await delay(20);
}

function endTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    // By its full path: Windows would look for the name in the current directory first.
    const system = path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe');
    const killer = spawn(system, ['/pid', String(pid), '/T', '/F'], {
      windowsHide: true,
      stdio: 'ignore',
    });
    killer.once('error', () => resolve());
    killer.once('exit', () => resolve());
  });
}
