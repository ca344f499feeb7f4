import { execFile } from 'node:child_process';
import path from 'node:path';
import { AppError } from '../errors';
import { run } from '../process/run';

const listMs = 10_000;
/** A distribution that sleeps has to start first. */
const startMs = 60_000;

/** Linux distributions inside Windows, and how to run a program in one. */
export interface Wsl {
  distributions(): Promise<string[]>;
  /** Runs without a shell; the arguments arrive as they are. */
  command(distribution: string, args: string[]): { command: string; args: string[] };
  /** `C:\Users\me` as the distribution names it. Asked once a path. */
  toLinuxPath(distribution: string, windowsPath: string): Promise<string>;
  /** The lines that a program in the distribution prints; null when it fails. */
  read(distribution: string, args: string[]): Promise<string[] | null>;
}

/** @param program How to start WSL; another program here lets its use be tried without Windows. */
export function createWsl(
  program: { command: string; args: string[] } = { command: systemWsl(), args: [] },
): Wsl {
  const translated = new Map<string, Promise<string>>();
  const command = (distribution: string, args: string[]) => ({
    command: program.command,
    args: [...program.args, '-d', distribution, '--exec', ...args],
  });
  const read = async (distribution: string, args: string[]) => {
    const { command: file, args: all } = command(distribution, args);
    const result = await run(file, all, { timeoutMs: startMs }).catch(() => null);
    return result?.exitCode === 0 ? result.stdout : null;
  };
  const translate = async (distribution: string, windowsPath: string): Promise<string> => {
    const share = parseWslShare(windowsPath);
    if (share && share.distribution.toLowerCase() === distribution.toLowerCase()) return share.path;
    const answer = (await read(distribution, ['wslpath', '-u', windowsPath]))?.[0];
    if (answer?.startsWith('/')) return answer;
    throw new AppError('UNAVAILABLE', `The WSL distribution ${distribution} cannot reach this folder.`, {
      hint: 'Look whether drives are mounted in it (the [automount] section of /etc/wsl.conf), then try again.',
      details: windowsPath,
    });
  };
  return {
    command,
    read,
    distributions: async () => parseDistributions(await listBytes(program)),
    toLinuxPath(distribution, windowsPath) {
      const key = `${distribution}\0${windowsPath}`;
      const known = translated.get(key);
      if (known) return known;
      const asked = translate(distribution, windowsPath);
      translated.set(key, asked);
      asked.catch(() => translated.delete(key));
      return asked;
    },
  };
}

/** By its full path: Windows would look for the name in the current directory first. */
const systemWsl = (): string =>
  path.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'wsl.exe');

/** Bytes, because the listing is UTF-16 and line splitting as UTF-8 would tear it. */
function listBytes(program: { command: string; args: string[] }): Promise<Buffer> {
  return new Promise((resolve) => {
    execFile(
      program.command,
      [...program.args, '-l', '-q'],
      { encoding: 'buffer', timeout: listMs, windowsHide: true },
      // No WSL, or no distribution in it: the same as an empty list.
      (error, stdout) => resolve(error ? Buffer.alloc(0) : stdout),
    );
  });
}

/** `wsl.exe` writes UTF-16LE, newer ones UTF-8 when WSL_UTF8 is set in the environment. */
export function decodeWsl(bytes: Buffer): string {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe;
  const wide = marked || (bytes.length % 2 === 0 && bytes.includes(0));
  return (wide ? bytes.toString('utf16le') : bytes.toString('utf8')).replace(/^\uFEFF/, '');
}

/** The names in `wsl.exe -l -q`, without those that Docker Desktop keeps for itself. */
export function parseDistributions(bytes: Buffer): string[] {
  return decodeWsl(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((name) => name !== '' && !/^docker-desktop/.test(name));
}

/** `\\wsl.localhost\Ubuntu\home\me` is /home/me in Ubuntu; null for every other path. */
export function parseWslShare(windowsPath: string): { distribution: string; path: string } | null {
  const match = /^\\\\wsl(?:\.localhost|\$)\\([^\\]+)(\\.*)?$/i.exec(windowsPath);
  if (!match?.[1]) return null;
  return { distribution: match[1], path: (match[2] ?? '\\').replaceAll('\\', '/') };
}
