import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import type { AppError } from '../errors';
import { type PresentedKey, readHostKey } from './host-keys';
import type { PromptRound } from './prompt-desk';
import { createAuthHandler, credentialsOf, onPrompts } from './ssh-auth';
import { createNegotiationLog, sshProblem } from './ssh-problem';
import { hasten, openSocket } from './ssh-speed';

/** Read with the first connection: no start has to wait for it. */
const require = createRequire(import.meta.url);

export interface SshTarget {
  name: string;
  address: string;
  port: number;
  username: string;
}

/** How to prove who one is. All secrets are in memory only for as long as the handshake takes. */
export type SshLogin =
  | { method: 'agent'; agent: string }
  | { method: 'key'; privateKey: Buffer; passphrase: string | null }
  | { method: 'password'; password: string }
  | { method: 'keyboard-interactive' };

export interface SshOptions {
  target: SshTarget;
  /** Null: only as far as the key of the server. */
  login: SshLogin | null;
  /** The stream of a jump host; without it a TCP connection is made. */
  sock?: Duplex | undefined;
  /** Says why a server with this key is not to be talked to; null when it is the right one. */
  refuse: (key: PresentedKey) => AppError | null;
  /** Puts questions of the server to a person. Without it they are an error. */
  ask?: ((round: PromptRound, signal: AbortSignal) => Promise<string[]>) | undefined;
  /** The type of the key that is pinned: a server with several is asked for that one first. */
  prefer?: string | undefined;
  signal?: AbortSignal | undefined;
}

const readyWithinMs = 15_000;
/** A server that says nothing for three of these is gone: a pulled cable tells nobody. */
const keepAliveMs = 10_000;

/** First those that processors have instructions for; all that the library knows besides follow. */
const fastCiphers = {
  prepend: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'] as ssh2.CipherAlgorithm[],
  append: [],
  remove: [],
};

/**
 * Opens one SSH connection. ssh2 takes any host key unless it is asked not to: `refuse` is always asked.
 * @throws AppError what `refuse` said; UNAVAILABLE when the host cannot be reached, offers nothing that both
 * know, or takes no login, with `reason` in its data; the signal's reason when it aborts.
 */
export async function openSsh(options: SshOptions): Promise<Client> {
  const { target, login, signal } = options;
  if (signal?.aborted) options.sock?.destroy();
  signal?.throwIfAborted();
  const client = new (require('ssh2') as typeof ssh2).Client();
  hasten(client);
  const negotiation = createNegotiationLog();
  const refused: { error: unknown } = { error: null };
  const ended = new AbortController();
  const sock = options.sock ?? openSocket(client, { host: target.address, port: target.port });
  const patience = createPatience(() => client.emit('error', new HandshakeTimeout()));
  onPrompts(client, { login, ask: options.ask, patience, ended: ended.signal, refused });
  const abort = () => client.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.connect(configOf({ ...options, sock }, { refused, note: negotiation.note }));
    });
    // A request and its answer would each wait 40 ms for the other side's next packet.
    client.setNoDelay(true);
    return client;
  } catch (error) {
    client.on('error', () => undefined);
    client.destroy();
    // The client may have refused what it was given before it took its socket.
    sock.destroy();
    signal?.throwIfAborted();
    throw refused.error ?? sshProblem(error, target, negotiation, login?.method);
  } finally {
    patience.end();
    ended.abort();
    signal?.removeEventListener('abort', abort);
  }
}

function configOf(
  { target, login, sock, refuse, prefer }: SshOptions & { sock: Duplex },
  { refused, note }: { refused: { error: unknown }; note: (line: string) => void },
): ConnectConfig {
  return {
    sock,
    username: target.username || 'none',
    // Time is kept here: it stands still while a person answers.
    readyTimeout: 0,
    keepaliveInterval: keepAliveMs,
    keepaliveCountMax: 3,
    hostVerifier: (key: Buffer, answer: (ok: boolean) => void) => {
      refused.error = refuse(readHostKey(key));
      answer(refused.error === null);
    },
    // ssh2 tells of every packet: only a look at the key, which ends with it, can afford to listen.
    ...(login === null && { debug: note }),
    algorithms: { cipher: fastCiphers, ...(prefer && { serverHostKey: preferring(prefer) }) },
    ...credentialsOf(login),
    authHandler: createAuthHandler(login) as NonNullable<ConnectConfig['authHandler']>,
  };
}

/**
 * Puts a type of key first. Patterns, as ssh2 throws for a name that this build of its library does not have. A
 * key of RSA is used with newer hashes than the one that its type is named after (RFC 8332).
 */
function preferring(type: string): ssh2.AlgorithmList<ssh2.ServerHostKeyAlgorithm> {
  const escaped = type.replaceAll(/[^a-z0-9-]/gi, '.');
  const which = [type === 'ssh-rsa' ? /^(rsa-sha2-\d+|ssh-rsa)$/ : new RegExp(`^${escaped}$`)];
  // In this order: what is in the list already is not put first otherwise.
  return { remove: which, prepend: which } as unknown as ssh2.AlgorithmList<ssh2.ServerHostKeyAlgorithm>;
}

class HandshakeTimeout extends Error {
  readonly level = 'client-timeout';

  constructor() {
    super('Timed out while waiting for handshake');
  }
}

export type Patience = ReturnType<typeof createPatience>;

/** Ends a handshake that takes too long, but for the time in which a person thinks. */
function createPatience(onOver: () => void) {
  const start = () => setTimeout(onOver, readyWithinMs);
  let timer = start();
  let ended = false;
  return {
    end(): void {
      ended = true;
      clearTimeout(timer);
    },
    async whileAsking<T>(work: () => Promise<T>): Promise<T> {
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        if (!ended) timer = start();
      }
    },
  };
}
