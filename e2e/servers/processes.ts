import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** An environment variable that all processes of one test app inherit, so that strays can be told. */
export const markName = 'FEDWRIGHT_E2E_MARK';

export interface Found {
  pid: number;
  command: string;
}

/** The processes that carry a mark, zombies left out. Linux only; an empty list elsewhere. */
export function processesMarked(mark: string): Found[] {
  const wanted = `${markName}=${mark}`;
  return findProcesses((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted));
}

/** The processes whose working directory is in a folder. */
export function processesIn(folder: string): Found[] {
  return findProcesses((pid) => `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`));
}

/** The marked processes whose command line matches. */
export function findMarked(mark: string, pattern: RegExp): Found[] {
  return processesMarked(mark).filter(({ command }) => pattern.test(command));
}

function findProcesses(test: (pid: number) => boolean): Found[] {
  if (process.platform !== 'linux') return [];
  const found: Found[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (!test(pid)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // A zombie has no command line and no environment; its parent has just not looked yet.
      if (command) found.push({ pid, command });
    } catch {
      // It ended while being looked at, or is someone else's.
    }
  }
  return found;
}
