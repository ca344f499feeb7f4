import { type Duplex, Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import type { Client } from 'ssh2';
import { AppError } from '../errors';
import { run } from '../process/run';
import { createTurns } from '../process/turns';
import type { Hold, HostConnections } from './host-connections';
import type { HostRow, HostStore } from './host-store';
import { defaultMs, keepUpTo, late, type RemoteOptions, type RemoteResult, runRemote } from './remote-exec';
import { openTcp } from './tunnel';

/** What other features do with hosts, each over the one connection of the host. */
export type HostAccess = ReturnType<typeof createHostAccess>;

/** `byItself`: see `HostLink.clientByItself`. */
type ExecOptions = RemoteOptions & { byItself?: boolean };

/** sshd allows ten sessions on a connection unless told otherwise: terminals need some of them. */
const sessionsAtOnce = 4;
/** How long a command waits for one: others may take their time, and who does not want to wait that long can cancel. */
const turnMs = 10 * 60_000;

export function createHostAccess({
  store,
  connections,
  engineStream,
}: {
  store: HostStore;
  connections: HostConnections;
  engineStream: (hostId: string, signal?: AbortSignal) => Promise<Duplex>;
}) {
  const enter = createTurns(sessionsAtOnce);

  /** One of the few sessions of a host. */
  async function inTurn<T>(
    hostId: string,
    { signal, waitMs }: { signal: AbortSignal | undefined; waitMs: number },
    work: () => Promise<T>,
  ) {
    const late = AbortSignal.timeout(waitMs);
    const leave = await enter(hostId, signal ? AbortSignal.any([signal, late]) : late).catch(
      (error: unknown) => {
        signal?.throwIfAborted();
        throw late.aborted ? noTurn(store.need(hostId).name) : error;
      },
    );
    try {
      return await work();
    } finally {
      leave();
    }
  }

  return {
    /** @throws AppError NOT_FOUND */
    need: (hostId: string): HostRow => store.need(hostId),
    list: (): HostRow[] => store.list(),
    /** For what lives longer than one answer; SSH hosts only. The caller releases it. */
    hold: (hostId: string): Hold => connections.hold(hostId),
    /** Runs a command to its end, on this machine or the other one. See `runRemote`. */
    exec: (hostId: string, words: readonly string[], options: ExecOptions = {}): Promise<RemoteResult> =>
      store.need(hostId).kind === 'local'
        ? runHere(words, options)
        : inTurn(hostId, { signal: options.signal, waitMs: turnMs }, () =>
            using(
              connections.hold(hostId, options.byItself),
              (client) => runRemote(client, words, options),
              options.signal,
            ),
          ),
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
        const { signal, timeoutMs: waitMs = defaultMs } = options;
        return await inTurn(hostId, { signal, waitMs }, () => runRemote(client, words, options));
      } catch (error) {
        if (connections.openClient(hostId) !== client) return null;
        throw error;
      }
    },
    /** A stream to the Docker engine of the host, of whatever kind it is. See `createEngineDial`. */
    engineStream,
    /** A stream from the host to an address that it can reach, which holds its connection until it has closed. SSH hosts only. */
    tcp: (hostId: string, address: string, port: number, signal?: AbortSignal): Promise<Duplex> =>
      // Whatever connects to a forwarded port does so as often as it likes.
      held(connections.hold(hostId, true), (client) => openTcp(client, { address, port }, signal), signal),
  };
}

async function using<T>(
  hold: Hold,
  work: (client: Client) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await work(await hold.client(signal));
  } finally {
    hold.release();
  }
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

async function runHere(words: readonly string[], options: RemoteOptions): Promise<RemoteResult> {
  const [program = '', ...args] = words;
  const { signal, timeoutMs = defaultMs, maxBytes = 1 << 20, input } = options;
  const kept = { stdout: keepUpTo(maxBytes), stderr: keepUpTo(maxBytes) };
  const text = input instanceof Readable ? await readText(input) : input?.toString();
  const result = await run(program, args, {
    timeoutMs,
    onBytes: (bytes, stream) => kept[stream].take(bytes),
    ...(signal && { signal }),
    ...(text !== undefined && { input: text }),
  });
  signal?.throwIfAborted();
  if (result.timedOut) throw late(program, timeoutMs);
  return {
    ...{ code: result.exitCode, signal: result.exitSignal },
    ...{ stdout: kept.stdout.kept(), stderr: kept.stderr.kept() },
    cut: kept.stdout.cut() || kept.stderr.cut(),
  };
}

const noTurn = (name: string): AppError =>
  new AppError('UNAVAILABLE', `"${name}" is busy with other commands.`, {
    hint: 'Try again when they have ended.',
    reason: 'timeout',
  });
