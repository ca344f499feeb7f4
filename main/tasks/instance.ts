import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const beatMs = 5000;
/** Longer than any pause of the event loop that we know of. */
const staleMs = 120_000;
/** After a pause of our own, such as a laptop's sleep, the others get this long to be seen again. */
const wakeMs = 3 * beatMs;

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
  let beatAt = Date.now();
  let awakeSince = 0;
  /** A sleeping laptop and a clock that is set stop all instances alike: then age says nothing for a while. */
  const isAwake = (): boolean => {
    const now = Date.now();
    if (Math.abs(now - beatAt) > wakeMs) awakeSince = now;
    beatAt = now;
    return Math.abs(now - awakeSince) > wakeMs;
  };
  const timer = setInterval(() => {
    isAwake();
    beat(file);
  }, beatMs);
  timer.unref();
  return {
    id,
    isAlive: (other) =>
      other === id || isAlive(path.join(folder, other), isAwake() ? staleMs : Number.POSITIVE_INFINITY),
    dispose() {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

/**
 * The ids of the processes that have a data directory open, whether they look alive or sleep: for what must
 * not happen beside another one. A file from before the machine was started is no one's any more.
 */
export function openInstances(data: string): string[] {
  const folder = path.join(data, 'instances');
  const bootedAt = Date.now() - os.uptime() * 1000;
  try {
    return readdirSync(folder).filter((id) => {
      const file = path.join(folder, id);
      return isAlive(file, Date.now() - bootedAt);
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function beat(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    revive(file);
  }
}

/** Someone took us for dead and removed the file. */
function revive(file: string): void {
  try {
    writeFileSync(file, String(process.pid), { mode: 0o600 });
  } catch {
    // The data directory may be gone or its disk full: the next beat tries again.
  }
}

function isAlive(file: string, withinMs: number): boolean {
  try {
    const fresh = Date.now() - statSync(file).mtimeMs < withinMs;
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
