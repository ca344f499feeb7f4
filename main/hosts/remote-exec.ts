import { isConnectionGone } from '../ssh/connection-gone';
import { Readable } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import { AppError } from '../errors';
import { quoteCommand } from './remote-command';

export interface RemoteResult {
  /** Null when a signal ended it. */
  code: number | null;
  signal: string | null;
  stdout: Buffer;
  stderr: Buffer;
  /** Whether more came than was kept. */
  cut: boolean;
}

/** Milliseconds that a command may take where it is not told. */
export const defaultMs = 30_000;

export interface RemoteOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds, 30 s unless told. */
  timeoutMs?: number;
  /** Of each stream; 1 MiB unless told. More is read and dropped. */
  maxBytes?: number;
  /** Written to its standard input, a stream as it comes: secrets go this way, never as words. */
  input?: string | Buffer | Readable;
  /**
   * Whether, when it is cancelled or takes too long, what it has started by then is ended with it. Not for what starts
   * something that is to stay: a host without `setsid` has that in the same group.
   */
  endsChildren?: boolean;
}

/**
 * Runs a command on a host to its end, each word exactly as given. Resolves also for a failing exit code. What
 * is cancelled or takes too long is ended on the host.
 * @throws AppError UNAVAILABLE when no session can be had, the connection is lost, the time is over or the login shell
 * is one that cannot read the command; the signal's reason when it aborts.
 */
export async function runRemote(
  client: Client,
  words: readonly string[],
  options: RemoteOptions = {},
): Promise<RemoteResult> {
  const { signal, timeoutMs = defaultMs, maxBytes = 1 << 20, input } = options;
  signal?.throwIfAborted();
  const { channel, running } = await openChannel(
    client,
    quoteCommand([...tellPid, ...words]),
    // At once: of a quick command all comes in one piece, and its exit is told to those who listen by then.
    (opened) => ({ channel: opened, running: collect(opened, maxBytes, input) }),
  );
  const overdue = AbortSignal.timeout(timeoutMs);
  const ending = signal ? AbortSignal.any([signal, overdue]) : overdue;
  try {
    return await Promise.race([running.result, whenAborted(ending)]);
  } catch (error) {
    if (!ending.aborted) throw error;
    running.result.catch(() => undefined);
    const { endsChildren = false } = options;
    // Over a connection that is gone, nothing can be ended.
    endRemote(client, channel, { told: running.pid, endsChildren }).catch(() => undefined);
    signal?.throwIfAborted();
    throw late(words[0] ?? '', timeoutMs);
  }
}

/**
 * The first line of standard error is then the process to end: a server does not end what runs in a session
 * that is closed, and takes signals for it only from some users.
 */
const tellPid = ['sh', '-c', 'echo $$ >&2; exec "$@"', 'sh'];

/** How long a command that is ended may take to say which process it is, on a host that is very busy. */
const pidWithinMs = 10_000;

async function endRemote(
  client: Client,
  channel: ClientChannel,
  { told, endsChildren }: { told: Promise<number | null>; endsChildren: boolean },
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), pidWithinMs).unref()));
  // Closed before it has told, it would run on without anyone who knows it.
  const pid = await Promise.race([told, late]);
  clearTimeout(timer);
  channel.close();
  if (pid === null) return;
  // A server gives each command a group of its own, which this process leads, unless the person's shell stays before it.
  const kill = `${endsChildren ? `kill -KILL -${pid}; ` : ''}kill -KILL ${pid}`;
  client.exec(kill, (_error, ending) => ending?.resume());
}

const whenAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });

export const late = (program: string, timeoutMs: number) =>
  new AppError('UNAVAILABLE', `"${program}" did not end within ${Math.round(timeoutMs / 1000)} s.`, {
    hint: 'The host may be very busy, or hang on a disk. Look at it in a terminal.',
    reason: 'timeout',
  });

function openChannel<T>(client: Client, command: string, use: (channel: ClientChannel) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) reject(sessionProblem(error));
      else resolve(use(channel));
    });
  });
}

/** Why a session was not to be had on a connection that is open, or was until a moment ago. */
export const sessionProblem = (error: Error): AppError =>
  isConnectionGone(error) ? lostMeanwhile() : noSession(error);

const noSession = (error: Error): AppError =>
  new AppError(
    'UNAVAILABLE',
    'The host gave no session.',
    {
      hint: 'Close terminals of this host, or let its sshd allow more sessions (MaxSessions).',
      details: error.message,
      reason: 'no-session',
    },
    error,
  );

/** Reads both streams to their end. */
function collect(channel: ClientChannel, maxBytes: number, input: RemoteOptions['input']) {
  const stdout = keepUpTo(maxBytes);
  const stderr = keepUpTo(maxBytes);
  const first = createFirstLine();
  let ended: { code: number | null; signal: string | null } | null = null;
  const result = new Promise<RemoteResult>((resolve, reject) => {
    channel.on('data', stdout.take);
    channel.stderr.on('data', (chunk: Buffer) => stderr.take(first.take(chunk)));
    channel.on('exit', (code: number | null, signal?: string) => (ended = { code, signal: signal ?? null }));
    channel.on('close', () => {
      first.closed();
      const streams = { stdout: stdout.kept(), stderr: stderr.kept(), cut: stdout.cut() || stderr.cut() };
      if (ended && first.wasPid()) resolve({ ...ended, ...streams });
      else if (isOfCsh(streams.stderr)) reject(foreignShell(streams.stderr));
      else if (ended) resolve({ ...ended, ...streams });
      else reject(lostMeanwhile());
    });
  });
  if (input instanceof Readable) input.pipe(channel);
  else channel.end(input ?? '');
  return { result, pid: first.pid };
}

/** What csh and tcsh say of a quoted word with a line break or an exclamation mark in it, which is none for them. */
const isOfCsh = (said: Buffer): boolean =>
  /^(?:Unmatched '+\.|.*: Event not found\.)$/m.test(said.toString('utf8'));

const foreignShell = (said: Buffer): AppError =>
  new AppError('UNAVAILABLE', 'The login shell of your user on the host cannot read this command.', {
    hint: 'It is csh or tcsh. Let the admin of the host give your user bash, sh, zsh or fish as its login shell.',
    ...{ details: said.toString('utf8').slice(0, 500), reason: 'login-shell' },
  });

/** The first bytes of a stream. */
export function keepUpTo(maxBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    take(chunk: Buffer) {
      const room = maxBytes - size;
      size += chunk.length;
      if (room > 0) chunks.push(chunk.subarray(0, room));
    },
    kept: () => Buffer.concat(chunks),
    cut: () => size > maxBytes,
  };
}

/** Takes the line with the pid off the stream. */
function createFirstLine() {
  let line: string | null = '';
  let isPid = false;
  let tell: (pid: number | null) => void = () => {};
  const pid = new Promise<number | null>((resolve) => (tell = resolve));
  return {
    take(chunk: Buffer): Buffer {
      if (line === null) return chunk;
      const end = chunk.indexOf(10);
      line += chunk.subarray(0, end === -1 ? chunk.length : end).toString('latin1');
      if (end === -1) return Buffer.alloc(0);
      isPid = /^\d+$/.test(line);
      tell(isPid ? Number(line) : null);
      // What the shell itself says before is no pid.
      const said = isPid ? Buffer.alloc(0) : Buffer.from(`${line}\n`, 'latin1');
      line = null;
      return Buffer.concat([said, chunk.subarray(end + 1)]);
    },
    /** Null when there is none, or the channel has closed before it came. */
    pid,
    wasPid: () => isPid,
    closed: (): void => tell(null),
  };
}

const lostMeanwhile = () =>
  new AppError('UNAVAILABLE', 'The connection was lost while a command ran.', {
    hint: 'Whether it has finished on the host is not known. Connect again and look.',
    reason: 'lost',
  });
