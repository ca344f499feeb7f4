import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { killGroup } from './group';

export interface RunOptions {
  signal?: AbortSignal;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called for each line, without its line end, as it comes. */
  onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Called for what comes, as it comes. */
  onBytes?: (bytes: Buffer, stream: 'stdout' | 'stderr') => void;
  /** Milliseconds after which the whole group is killed and `timedOut` is set. */
  timeoutMs?: number;
  /** Written to the child's standard input, which is then closed. Secrets go this way, never as arguments. */
  input?: string;
  /** Keeps standard input open until the child ends: a child that watches it notices when we are gone. */
  holdInput?: boolean;
}

export interface RunResult {
  /** Null when a signal ended the process. */
  exitCode: number | null;
  exitSignal: NodeJS.Signals | null;
  timedOut: boolean;
  aborted: boolean;
  /** The last lines of each stream, at most 2000. */
  stdout: string[];
  stderr: string[];
}

const keptLines = 2000;

/**
 * Runs a program to its end, without a shell, in a process group of its own. Abort and time-out end the
 * whole group: first politely, after two seconds for good. Resolves also for a failing exit code.
 * @throws Error with the operating system's `code` (ENOENT, EACCES) when the program cannot be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own, so that it can be ended whole; Windows ends the tree instead.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const result: RunResult = {
    exitCode: null,
    exitSignal: null,
    timedOut: false,
    aborted: false,
    stdout: [],
    stderr: [],
  };
  feedInput(child, options);
  for (const name of ['stdout', 'stderr'] as const)
    if (options.onBytes) child[name].on('data', (bytes: Buffer) => options.onBytes?.(bytes, name));
  const read = Promise.all([
    collect(child.stdout, (line) => take(result.stdout, line, 'stdout', options)),
    collect(child.stderr, (line) => take(result.stderr, line, 'stderr', options)),
  ]);
  const end = endOnDemand(child, options, result);
  try {
    const [code, signal] = await exited(child);
    result.exitCode = code;
    result.exitSignal = signal;
    // A grandchild may hold the pipes open, or outlive the child: nothing of the group may stay. Windows has no
    // groups, and may have given the number of a process that has ended to another one.
    if (process.platform !== 'win32')
      await killGroup(child.pid, { graceMs: result.aborted || result.timedOut ? 2000 : 0 });
    child.stdin.destroy();
    await read;
  } finally {
    end();
  }
  return result;
}

function feedInput(child: ChildProcess, options: RunOptions): void {
  // The child may end before it has read everything; its exit code tells, not this pipe.
  child.stdin?.on('error', () => undefined);
  if (options.input !== undefined) child.stdin?.write(options.input);
  if (!options.holdInput) child.stdin?.end();
}

function take(kept: string[], line: string, stream: 'stdout' | 'stderr', options: RunOptions): void {
  kept.push(line);
  if (kept.length > keptLines) kept.shift();
  options.onLine?.(line, stream);
}

async function collect(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): Promise<void> {
  if (!stream) return;
  stream.on('error', () => undefined);
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) onLine(line);
}

function exited(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve([code, signal]));
  });
}

/** Ends the group on abort or time-out; the function it returns takes both watches away. */
function endOnDemand(child: ChildProcess, options: RunOptions, result: RunResult): () => void {
  const stop = (why: 'aborted' | 'timedOut') => {
    result[why] = true;
    void killGroup(child.pid, { graceMs: 2000 });
  };
  const onAbort = () => stop('aborted');
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer = options.timeoutMs ? setTimeout(() => stop('timedOut'), options.timeoutMs) : undefined;
  return () => {
    options.signal?.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  };
}
