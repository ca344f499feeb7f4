import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError } from '../errors';
import { runRemote } from './remote-exec';

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
      void whyNot(client, path).then((why) =>
        reject(
          new AppError('UNAVAILABLE', `${path} of the host ${why.what}.`, {
            hint: why.hint,
            ...{ details: error.message, reason: 'unreachable' },
          }),
        ),
      );
    });
  });
}

/** An SSH server does not say why it cannot open a socket: the host is looked at. */
async function whyNot(client: Client, path: string): Promise<{ what: string; hint: string }> {
  const is = async (how: '-S' | '-w') =>
    (await runRemote(client, ['test', how, path], { timeoutMs: 5000 })).code === 0;
  try {
    if (!(await is('-S')))
      return {
        what: 'is not there, or your user may not see it',
        hint: 'Check that Docker runs there, and where its socket is.',
      };
    if (!(await is('-w')))
      return {
        what: 'may not be used by your user',
        hint: 'Let the admin of the host add your user to the group "docker", then log in anew.',
      };
  } catch {
    // It gives no session either.
  }
  return {
    what: 'cannot be reached',
    hint: 'Check that Docker runs there, and that the sshd of the host allows forwarding.',
  };
}
