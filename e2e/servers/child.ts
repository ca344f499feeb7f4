import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  process: ChildProcess;
  pid: number;
  /** Everything that it has written so far, both streams. */
  output(): string;
  /**
   * Resolves to the match when the output so far matches.
   * @throws Error with the output when the process ends first or the time is over.
   */
  seen(pattern: RegExp, withinMs?: number): Promise<RegExpExecArray>;
  /** Signals its whole group and resolves when the leader has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a peer in a process group of its own, which the test ends. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): Child {
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let text = '';
  const waiting = new Set<() => void>();
  const take = (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (const look of waiting) look();
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  child.on('error', (error) => take(Buffer.from(`cannot be started: ${error.message}\n`)));

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

  return {
    process: child,
    pid: child.pid ?? Number.NaN,
    output: () => text,
    seen: (pattern, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const settle = (finish: () => void) => {
          waiting.delete(look);
          clearTimeout(timer);
          child.off('exit', onExit);
          finish();
        };
        const fail = (why: string) =>
          settle(() => reject(new Error(`${command}: ${why} before ${pattern} was seen\n${text}`)));
        const onExit = () => setImmediate(() => waiting.has(look) && fail('it ended'));
        const look = () => {
          const match = pattern.exec(text);
          if (match) settle(() => resolve(match));
        };
        const timer = setTimeout(() => fail(`${withinMs} ms passed`), withinMs);
        waiting.add(look);
        child.once('exit', onExit);
        look();
        if (hasEnded() && waiting.has(look)) onExit();
      }),
    async end(signal = 'SIGTERM') {
      if (child.pid === undefined) return;
      signalGroup(child.pid, signal);
      if (!hasEnded()) await once(child, 'exit');
      // What the leader left behind in its group has no one to end it.
      signalGroup(child.pid, 'SIGKILL');
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}
