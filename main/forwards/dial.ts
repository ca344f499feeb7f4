import net from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../errors';
import type { HostAccess } from '../hosts/host-access';

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|::1)$/;

/**
 * Opens a stream to a service as its host sees it: through SSH; of this machine, and of an engine that is reached over
 * TLS, straight from here.
 */
export function dialOf(
  access: HostAccess,
  { hostId, address, port }: { hostId: string; address: string; port: number },
): (signal: AbortSignal) => Promise<Duplex> {
  const host = access.need(hostId);
  if (host.kind === 'ssh') return (signal) => access.tcp(hostId, address, port, signal);
  const away = host.kind === 'docker-tls' && loopback.test(address);
  return (signal) => connect(away ? host.address : address, port, signal);
}

function connect(address: string, port: number, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: address, port, signal, allowHalfOpen: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error) =>
      reject(
        new AppError('UNAVAILABLE', `${address}:${port} cannot be reached.`, {
          hint: 'Check that something listens there.',
          ...{ details: error.message, reason: 'unreachable' },
        }),
      ),
    );
  });
}
