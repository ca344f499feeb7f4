import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError } from '../errors';

/** A TCP connection from the host to somewhere, through its SSH connection. @throws AppError UNAVAILABLE */
export function openTcp(client: Client, address: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
      if (!error) return resolve(stream);
      reject(
        new AppError('UNAVAILABLE', `${address}:${port} cannot be reached from the host.`, {
          hint: 'Check that something listens there, and that the sshd of the host allows forwarding.',
          ...{ details: error.message, reason: 'unreachable' },
        }),
      );
    });
  });
}

/** A Unix socket of the host, through its SSH connection. @throws AppError UNAVAILABLE */
export function openUnixSocket(client: Client, path: string): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(path, (error, stream) => {
      if (!error) return resolve(stream);
      reject(
        new AppError('UNAVAILABLE', `${path} of the host cannot be reached.`, {
          hint: 'Check that it is there, that your user may use it, and that the sshd allows forwarding.',
          ...{ details: error.message, reason: 'unreachable' },
        }),
      );
    });
  });
}
