import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import type ssh2 from 'ssh2';
import type { Client, ConnectConfig } from 'ssh2';
import type { AppError } from '../errors';
import { type PresentedKey, readHostKey } from './host-keys';
import { createNegotiationLog, sshProblem } from './ssh-problem';
import { hasten } from './ssh-speed';

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
  | { method: 'password'; password: string };

export interface SshOptions {
  target: SshTarget;
  /** Null: only as far as the key of the server. */
  login: SshLogin | null;
  /** The stream of a jump host; without it a TCP connection is made. */
  sock?: Duplex | undefined;
  /** Says why a server with this key is not to be talked to; null when it is the right one. */
  refuse: (key: PresentedKey) => AppError | null;
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
export async function openSsh({ target, login, sock, refuse, signal }: SshOptions): Promise<Client> {
  signal?.throwIfAborted();
  const client = new (require('ssh2') as typeof ssh2).Client();
  hasten(client);
  const negotiation = createNegotiationLog();
  let refused: AppError | null = null;
  const config: ConnectConfig = {
    ...(sock ? { sock } : { host: target.address, port: target.port }),
    username: target.username || 'none',
    readyTimeout: readyWithinMs,
    keepaliveInterval: keepAliveMs,
    keepaliveCountMax: 3,
    hostVerifier: (key: Buffer, answer: (ok: boolean) => void) => {
      refused = refuse(readHostKey(key));
      answer(refused === null);
    },
    // ssh2 tells of every packet: only a look at the key, which ends with it, can afford to listen.
    ...(login === null && { debug: negotiation.note }),
    algorithms: { cipher: fastCiphers },
    ...credentials(login),
  };
  if (login?.method === 'password') answerPrompts(client, login.password);
  const abort = () => client.destroy();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.once('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.connect(config);
    });
    // A request and its answer would each wait 40 ms for the other side's next packet.
    client.setNoDelay(true);
    return client;
  } catch (error) {
    client.on('error', () => undefined);
    client.destroy();
    signal?.throwIfAborted();
    throw refused ?? sshProblem(error, target, negotiation);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function credentials(login: SshLogin | null): ConnectConfig {
  if (login === null) return { authHandler: ['none'] };
  if (login.method === 'agent') return { agent: login.agent, authHandler: ['agent'] };
  if (login.method === 'password')
    return { password: login.password, tryKeyboard: true, authHandler: ['password', 'keyboard-interactive'] };
  const { privateKey, passphrase } = login;
  return { privateKey, ...(passphrase === null ? {} : { passphrase }), authHandler: ['publickey'] };
}

/** Servers that ask for the password as one of several prompts ask only it without an echo. */
function answerPrompts(client: Client, password: string): void {
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
    finish(prompts.map(({ echo }) => (echo ? '' : password))),
  );
}
