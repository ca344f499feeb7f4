import net from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { AppError } from '../errors';
import { tlsProblem } from '../docker/tls-problem';
import type { HostRow } from './host-store';
import { unreachableProblem } from './ssh-problem';
import { describeCertificate } from './tls-files';
import type { TlsKeys } from './tls-keys';

const keepAliveMs = 10_000;

/** Opens TLS streams to the engines of `docker-tls` hosts. */
export function createTlsDial(keys: TlsKeys) {
  /** The keychain is asked once for each state of a host: reading a key out of it takes its time. */
  const contexts = new Map<string, { stamp: string; context: tls.SecureContext }>();

  async function contextOf(row: HostRow): Promise<tls.SecureContext> {
    assertValid(row);
    const stamp = `${row.updatedAt} ${row.tlsKeyRef}`;
    const known = contexts.get(row.id);
    if (known?.stamp === stamp) return known.context;
    const key = row.tlsKeyRef === null ? null : await keys.get(row.tlsKeyRef);
    if (row.tlsKeyRef !== null && key === null)
      throw new AppError('INVALID', `The keychain no longer has the TLS key of "${row.name}".`, {
        hint: 'Change the host, and choose its certificate and key again.',
        reason: 'tls-key',
      });
    const context = tls.createSecureContext({
      minVersion: 'TLSv1.2',
      ...(row.tlsCa === null ? {} : { ca: row.tlsCa }),
      ...(row.tlsCert === null || key === null ? {} : { cert: row.tlsCert, key }),
    });
    contexts.set(row.id, { stamp, context });
    return context;
  }

  return {
    forget: (hostId: string): void => void contexts.delete(hostId),
    /**
     * @throws AppError UNAVAILABLE, with a `reason` in its data, when the engine cannot be reached or is not
     * the right one; the signal's reason when it aborts.
     */
    async open(row: HostRow, signal: AbortSignal): Promise<Duplex> {
      const secureContext = await contextOf(row);
      signal.throwIfAborted();
      const name = row.tlsName || row.address;
      const socket = tls.connect({
        ...{ host: row.address, port: row.port, secureContext },
        // A literal address is no server name (RFC 6066, 3); it is compared with the certificate all the same.
        ...(net.isIP(name) ? {} : { servername: name }),
        checkServerIdentity: (_host, certificate) => tls.checkServerIdentity(name, certificate),
      });
      if (row.tlsCert === null)
        socket.on('error', (error) => Object.assign(error, { withoutCertificate: true }));
      const stream = await connected(socket, row, signal);
      // Some are only listened to: a network that is cut is noticed by nothing else.
      stream.setKeepAlive(true, keepAliveMs);
      return stream;
    },
  };
}

/** Engines say only that they refuse it. @throws AppError */
function assertValid({ name, tlsCert }: HostRow): void {
  const own = describeCertificate(tlsCert);
  if (own === null || own.notAfter > Date.now()) return;
  throw new AppError('UNAVAILABLE', `Your certificate for "${name}" has expired.`, {
    hint: 'Change the host, and choose a new certificate and its key.',
    details: `${own.subject}, valid until ${new Date(own.notAfter).toISOString()}`,
    reason: 'tls-own-expired',
  });
}

function connected(socket: tls.TLSSocket, row: HostRow, signal: AbortSignal): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      signal.removeEventListener('abort', abort);
      socket.removeListener('error', fail);
      finish();
    };
    const abort = () =>
      settle(() => {
        socket.on('error', () => undefined).destroy();
        reject(signal.reason as Error);
      });
    const fail = (error: Error) =>
      settle(() => {
        socket.on('error', () => undefined).destroy();
        reject(tlsProblem(error, row.name) ?? connectProblem(error, row.name));
      });
    socket.once('error', fail);
    signal.addEventListener('abort', abort, { once: true });
    socket.once('secureConnect', () => settle(() => resolve(socket)));
  });
}

const connectProblem = (error: Error, name: string): AppError =>
  unreachableProblem(error, name, 'the Docker engine') ??
  new AppError(
    'UNAVAILABLE',
    `"${name}" could not be connected to.`,
    { hint: 'Look at the details.', details: error.message, reason: 'failed' },
    error,
  );
