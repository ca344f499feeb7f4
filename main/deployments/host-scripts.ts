import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';
import { scriptProblem } from './script-problem';

/** A folder on a host, and what marks the processes of the kit in it. */
export interface HostKit {
  hostId: string;
  directory: string;
  /** The id of the deployment. */
  mark: string;
}

export type ScriptName =
  | 'look'
  | 'prepare'
  | 'staged'
  | 'unstage'
  | 'exchange'
  | 'roll-back'
  | 'start'
  | 'stop'
  | 'remove'
  | 'kit-hashes';

/** What a script printed, by key: lines of `key=value`, in their order. */
export interface Report {
  one(key: string): string | null;
  all(key: string): string[];
}

export type HostScripts = ReturnType<typeof createHostScripts>;

/**
 * The short scripts that do on a host what has to be done there in one go: each runs to its end whatever becomes of
 * the connection. They are in `resources/host`, and get what they work on as words.
 */
export function createHostScripts({ access, folder }: { access: HostAccess; folder: string }) {
  const texts = new Map<string, string>();
  const read = (name: string): string => {
    const text = texts.get(name) ?? readFileSync(path.join(folder, `${name}.sh`), 'utf8');
    texts.set(name, text);
    return text;
  };
  const text = (name: string): string => read('common') + read(name);

  return {
    /** @throws AppError what the script found to be in the way, or why the host cannot be asked. */
    async run(
      name: ScriptName,
      { hostId, directory, mark }: HostKit,
      words: string[] = [],
      options: { signal?: AbortSignal | undefined; timeoutMs?: number } = {},
    ): Promise<Report> {
      const command = ['sh', '-c', text(name), 'sh', directory, mark, ...words];
      const result = await access.exec(hostId, command, { maxBytes: 4 << 20, ...options });
      const report = readReport(result.stdout.toString('utf8'));
      const problem = report.one('problem');
      const { name: hostName } = access.need(hostId);
      if (problem !== null) throw scriptProblem(problem, hostName, result.stderr.toString('utf8'));
      if (result.code !== 0) throw failed(hostName, result.stderr.toString('utf8'));
      return report;
    },
    /** How each of several kits of one host is, by its mark. */
    async status(hostId: string, kits: HostKit[], signal?: AbortSignal): Promise<Map<string, Report>> {
      const words = kits.flatMap(({ directory, mark }) => [directory, mark]);
      const command = ['sh', '-c', eachKit, 'sh', read('way') + text('status'), ...words];
      // Pages look at this again and again.
      const options = { signal, maxBytes: 8 << 20, byItself: true };
      const { stdout } = await access.exec(hostId, command, options);
      const parts = stdout.toString('utf8').split(/^@@(.*)\n/m);
      const reports = new Map<string, Report>();
      for (let at = 1; at < parts.length; at += 2)
        reports.set(parts[at] ?? '', readReport(parts[at + 1] ?? ''));
      return reports;
    },
    /** Pythons with NVFlare, the one that a shell would take first; with `only`, whether that one has it. */
    async pythons(hostId: string, only: string | null, signal?: AbortSignal) {
      const command = ['sh', '-c', read('pythons'), 'sh', ...(only === null ? [] : [only])];
      const { stdout } = await access.exec(hostId, command, { signal, timeoutMs: 60_000 });
      return readReport(stdout.toString('utf8'))
        .all('python')
        .flatMap((line) => {
          const [, version, nvflare, python] = /^(\S{1,40}) (\S{1,40}) (\/.+)$/.exec(line) ?? [];
          return version && nvflare && python ? [{ python, version, nvflare }] : [];
        });
    },
    /** The log's bytes from `from` on, at most a megabyte; below zero: so many from its end. */
    async readLog(
      { hostId, directory, mark }: HostKit,
      file: string,
      from: number,
      signal: AbortSignal,
    ): Promise<{ content: Buffer; from: number; size: number }> {
      const command = ['sh', '-c', text('read-log'), 'sh', directory, mark, file, String(from)];
      // A page that follows it asks again and again.
      const options = { signal, maxBytes: 2 << 20, byItself: true };
      const { stdout } = await access.exec(hostId, command, options);
      const cut = stdout.indexOf(10);
      const [start = 0, size = 0] = stdout.subarray(0, Math.max(0, cut)).toString().split(' ').map(Number);
      return { content: stdout.subarray(cut + 1), from: start, size };
    },
    /** For the script that starts a kit. */
    supervisorText: (): string => text('supervise'),
    /** Scripts that run in containers: they need nothing of the others. */
    textOf: (name: 'container' | 'probe' | 'read-log' | 'way'): string => read(name),
  };
}

const eachKit = `
text=$1
shift
while [ $# -ge 2 ]; do
  echo "@@$2"
  sh -c "$text" sh "$1" "$2"
  shift 2
done
exit 0
`;

export function readReport(text: string): Report {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const cut = line.indexOf('=');
    if (cut < 1) continue;
    const key = line.slice(0, cut);
    const values = lines.get(key) ?? [];
    values.push(line.slice(cut + 1));
    lines.set(key, values);
  }
  return { one: (key) => lines.get(key)?.[0] ?? null, all: (key) => lines.get(key) ?? [] };
}

/** Lines of `sha256sum`, by path without a leading `./`. A name that it escapes is left as it stands. */
export function readHashes(lines: string[]): Map<string, string> {
  const hashes = new Map<string, string>();
  for (const line of lines) {
    const [, hash, file] = /^\\?([0-9a-f]{64})\s[ *](.+)$/.exec(line) ?? [];
    if (hash && file) hashes.set(file.replace(/^\.\//, ''), hash);
  }
  return hashes;
}

const failed = (hostName: string, details: string) =>
  new AppError('UNAVAILABLE', `"${hostName}" could not do that.`, {
    hint: 'It needs a POSIX sh with the usual commands. The details say what it answered.',
    ...{ details: details.slice(0, 2000), reason: 'script' },
  });
