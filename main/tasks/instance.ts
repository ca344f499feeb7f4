import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const beatMs = 5000;
/** Longer than any pause of the event loop that we know of; a sleeping laptop stops all instances alike. */
const staleMs = 120_000;

export interface Instance {
  id: string;
  /** Whether the process that started something under this id is still there. */
  isAlive(id: string): boolean;
  dispose(): void;
}

/**
 * This process, to the others on the same data directory: a small file with its process id that is touched
 * every few seconds. A file, not a row, because each beat would otherwise look like a change of the store.
 * The age matters because process ids are used again.
 */
export function createInstance(data: string): Instance {
  const folder = path.join(data, 'instances');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  const file = path.join(folder, id);
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  const timer = setInterval(() => beat(file), beatMs);
  timer.unref();
  return {
    id,
    isAlive: (other) => other === id || isAlive(path.join(folder, other)),
    dispose() {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

function beat(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The data directory may be gone or its disk full: the next beat tries again.
  }
}

function isAlive(file: string): boolean {
  try {
    const fresh = Date.now() - statSync(file).mtimeMs < staleMs;
    const pid = Number(readFileSync(file, 'utf8'));
    if (fresh && Number.isInteger(pid) && pid > 0 && isRunning(pid)) return true;
    rmSync(file, { force: true });
    return false;
  } catch {
    return false;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
