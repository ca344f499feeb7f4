import { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { type Endpoint, sniOf } from './endpoint';
import { createGreeting, type Greeting } from './greeting';

/** What a kit identifies itself with, PEM. */
export interface Credentials {
  ca: Buffer;
  certificate: Buffer;
  key: Buffer;
}

/** How far a connection came. Nothing is judged here. */
export interface Probe {
  /** The certificate that the server presented; null when it came to none. */
  peer: X509Certificate | null;
  /** Whether the server went on after it had seen our certificate. */
  accepted: boolean;
  /** What it said to the first words of its own protocol. */
  greeting: Greeting;
  /** Why it ended: the code and the words of the error; null when it did not fail. */
  failure: string | null;
  timedOut: boolean;
}

/** Whether a kit can identify itself at all: a certificate that is not one of its key is not even sent. */
export function isUsable({ ca, certificate, key }: Credentials): boolean {
  try {
    tls.createSecureContext({ ca, cert: certificate, key });
    return true;
  } catch {
    return false;
  }
}

/** A server that takes part answers at once; one that waits for us says nothing. */
const silenceMs = 3000;
const handshakeMs = 10_000;

/**
 * Shakes hands with a server as a kit would, over any stream, and says the first words of the protocol. The
 * server's certificate is taken whatever it is, so that everything about it can be told.
 */
export function probeTls(stream: Duplex, endpoint: Endpoint, credentials: Credentials): Promise<Probe> {
  const own =
    endpoint.security === 'mtls' ? { cert: credentials.certificate, key: credentials.key } : undefined;
  const socket = tls.connect({
    ...{ socket: stream, rejectUnauthorized: false, ca: credentials.ca, ...own },
    ...{ servername: sniOf(endpoint.host), minVersion: 'TLSv1.2' as const },
    ...(endpoint.scheme === 'grpc' && { ALPNProtocols: ['h2'] }),
  });
  return watch(socket, stream, endpoint, (probe) => {
    probe.peer = peerOf(socket);
  });
}

/** The same without TLS. */
export const probeClear = (stream: Duplex, endpoint: Endpoint): Promise<Probe> =>
  watch(stream, stream, endpoint, null);

function watch(
  channel: Duplex,
  stream: Duplex,
  endpoint: Endpoint,
  onSecure: ((probe: Probe) => void) | null,
): Promise<Probe> {
  const greeting = createGreeting(endpoint);
  const probe: Probe = {
    ...{ peer: null, accepted: false, failure: null, timedOut: false },
    greeting: { kind: 'silent', date: null },
  };
  return new Promise((resolve) => {
    let timer = setTimeout(() => finish({ timedOut: true, failure: 'timed out' }), handshakeMs);
    let finished = false;
    const finish = (change: Partial<Probe>) => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      Object.assign(probe, change);
      // Errors of what is torn down concern nobody.
      for (const one of [channel, stream]) one.removeAllListeners('error').on('error', () => undefined);
      channel.destroy();
      stream.destroy();
      resolve(probe);
    };
    const greet = () => {
      clearTimeout(timer);
      timer = setTimeout(() => finish({}), silenceMs);
      if (greeting.words) channel.write(greeting.words);
    };
    channel.on('data', (chunk: Buffer) => {
      const heard = greeting.hear(chunk);
      if (heard) finish({ accepted: true, greeting: heard });
    });
    // With TLS 1.3 a client is through before the server has looked at its certificate; a ticket comes after that.
    channel.on('session', () => (probe.accepted = true));
    channel.once('secureConnect', () => {
      onSecure?.(probe);
      if ((channel as tls.TLSSocket).getProtocol() === 'TLSv1.2') probe.accepted = true;
      greet();
    });
    channel.on('error', (error) => {
      probe.peer ??= channel instanceof tls.TLSSocket ? peerOf(channel) : null;
      finish({ accepted: false, failure: wordsOf(error) });
    });
    channel.once('close', () => finish({ failure: probe.accepted ? null : 'closed by the server' }));
    stream.on('error', (error) => finish({ failure: wordsOf(error) }));
    if (!onSecure) greet();
  });
}

function peerOf(socket: tls.TLSSocket): X509Certificate | null {
  // Null once the socket was torn down, whatever its type says.
  const found = socket.getPeerCertificate() as tls.PeerCertificate | null;
  return found?.raw ? new X509Certificate(found.raw) : null;
}

/**
 * The code and the words of an error. Of one that a TLS library reports only the reason is kept: where in the library
 * it arose stands beside it, and names such as `tls_record.cc` say nothing of what happened.
 */
function wordsOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  const [, reason] = /:([^:]+):[^:]*\.(?:c|cc|h):\d+:/.exec(error.message) ?? [];
  if (reason) return code.startsWith('ERR_SSL_') ? code : `${code} ${reason.replaceAll(' ', '_')}`.trim();
  return [code, error.message].filter(Boolean).join(' ');
}
