import { type Duplex, Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import type { Client, SFTPWrapper } from 'ssh2';
import { run } from '../process/run';
import type { Hold, HostConnections } from './host-connections';
import type { HostRow, HostStore } from './host-store';
import { type RemoteOptions, type RemoteResult, runRemote, sessionProblem } from './remote-exec';
import { openTcp } from './tunnel';

/** What other features do with hosts, each over the one connection of the host. */
export type HostAccess = ReturnType<typeof createHostAccess>;

/** sshd allows ten sessions on a connection unless told otherwise: terminals need some of them. */
const sessionsAtOnce = 4;

export function createHostAccess({
  store,
  connections,
  engineStream,
}: {
  store: HostStore;
  connections: HostConnections;
  engineStream: (hostId: string, signal?: AbortSignal) => Promise<Duplex>;
}) {
  const queues = new Map<string, ReturnType<typeof createQueue>>();
  const queueOf = (hostId: string) => {
    const queue = queues.get(hostId) ?? createQueue(sessionsAtOnce);
    queues.set(hostId, queue);
    return queue;
  };

  async function using<T>(hostId: string, work: (client: Client) => Promise<T>, signal?: AbortSignal) {
    const hold = connections.hold(hostId);
    try {
      return await work(await hold.client(signal));
    } finally {
      hold.release();
    }
  }

  return {
    /** @throws AppError NOT_FOUND */
    need: (hostId: string): HostRow => store.need(hostId),
    list: (): HostRow[] => store.list(),
    /** For what lives longer than one answer; SSH hosts only. The caller releases it. */
    hold: (hostId: string): Hold => connections.hold(hostId),
    /** Runs a command to its end, on this machine or the other one. See `runRemote`. */
    exec: (hostId: string, words: readonly string[], options: RemoteOptions = {}): Promise<RemoteResult> =>
      store.need(hostId).kind === 'local'
        ? runHere(words, options)
        : queueOf(hostId)(() => using(hostId, (client) => runRemote(client, words, options), options.signal)),
    /**
     * The same over the connection that is open, which stays so for another while; null where there is none. For what a
     * page looks at by itself: it opens nothing, and is no use that has a lost connection opened again.
     */
    async execIfOpen(
      hostId: string,
      words: readonly string[],
      options: RemoteOptions = {},
    ): Promise<RemoteResult | null> {
      if (store.need(hostId).kind === 'local') return runHere(words, options);
      const client = connections.openClient(hostId);
      if (!client) return null;
      try {
        return await queueOf(hostId)(() => runRemote(client, words, options));
      } catch (error) {
        if (connections.openClient(hostId) !== client) return null;
        throw error;
      }
    },
    /** Gives an SFTP session, which ends with the work. SSH hosts only. */
    sftp: <T>(hostId: string, work: (sftp: SFTPWrapper) => Promise<T>, signal?: AbortSignal): Promise<T> =>
      queueOf(hostId)(() => using(hostId, (client) => withSftp(client, work), signal)),
    /** A stream to the Docker engine of the host, of whatever kind it is. See `createEngineDial`. */
    engineStream,
    /** A stream from the host to an address that it can reach, which holds its connection until it has closed. SSH hosts only. */
    tcp: (hostId: string, address: string, port: number, signal?: AbortSignal): Promise<Duplex> =>
      held(connections.hold(hostId), (client) => openTcp(client, { address, port }, signal), signal),
  };
}

/** The connection is held until the stream has closed, or is thrown away. */
export async function held(
  hold: Hold,
  open: (client: Client) => Promise<Duplex>,
  signal: AbortSignal | undefined,
): Promise<Duplex> {
  try {
    const stream = await open(await hold.client(signal));
    stream.once('close', hold.release);
    letGo(stream, hold.release);
    return stream;
  } catch (error) {
    hold.release();
    throw error;
  }
}

/**
 * A channel of ssh2 that is thrown away tells that it has closed only when all of it was read, which nobody does any
 * more, and never why: whoever waits for an answer on it would wait on.
 */
function letGo(stream: Duplex, release: () => void): void {
  const destroy = stream.destroy.bind(stream);
  let gone = false;
  const tell = (error: Error) => stream.listenerCount('error') > 0 && stream.emit('error', error);
  stream.destroy = (error) => {
    if (gone) return stream;
    gone = true;
    release();
    for (const event of ['data', 'readable']) stream.removeAllListeners(event);
    stream.resume();
    if (error) process.nextTick(tell, error);
    return destroy();
  };
}

async function withSftp<T>(client: Client, work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> {
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
    client.sftp((error, session) => (error ? reject(sessionProblem(error)) : resolve(session)));
  });
  try {
    return await work(sftp);
  } finally {
    sftp.end();
  }
}

async function runHere(words: readonly string[], options: RemoteOptions): Promise<RemoteResult> {
  const [program = '', ...args] = words;
  const { signal, timeoutMs = 30_000, maxBytes = 1 << 20, input } = options;
  const text = input instanceof Readable ? await readText(input) : input?.toString();
  const result = await run(program, args, {
    timeoutMs,
    ...(signal && { signal }),
    ...(text !== undefined && { input: text }),
  });
  signal?.throwIfAborted();
  const bytes = (lines: string[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const [stdout, stderr] = [bytes(result.stdout), bytes(result.stderr)];
  return {
    ...{ code: result.exitCode, signal: result.exitSignal },
    ...{ stdout: stdout.subarray(0, maxBytes), stderr: stderr.subarray(0, maxBytes) },
    cut: stdout.length > maxBytes || stderr.length > maxBytes,
  };
}

/** Runs at most `size` at once, the others in their order. */
function createQueue(size: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= size) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed on: `running` stays.
      if (next) next();
      else running -= 1;
    }
  };
}
