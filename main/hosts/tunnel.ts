import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { AppError } from '../errors';
import { abortable } from '../process/abortable';
import { runRemote } from './remote-exec';

/** sshd waits for minutes where a firewall drops packets. */
const tcpMs = 15_000;

/**
 * A TCP connection from the host to somewhere, through its SSH connection.
 * @throws AppError UNAVAILABLE, also when there is none within 15 s; the signal's reason when it aborts
 */
export async function openTcp(
  client: Client,
  { address, port }: { address: string; port: number },
  signal?: AbortSignal,
): Promise<Duplex> {
  const late = AbortSignal.timeout(tcpMs);
  const opening = forwardOut(client, address, port);
  try {
    return await abortable(opening, signal ? AbortSignal.any([signal, late]) : late);
  } catch (error) {
    // A stream that comes after all is nobody's.
    opening.then((stream) => stream.destroy()).catch(() => undefined);
    signal?.throwIfAborted();
    throw late.aborted ? notReached({ address, port }, `no answer within ${tcpMs / 1000} s`) : error;
  }
}

const forwardOut = (client: Client, address: string, port: number): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, address, port, (error, stream) => {
      if (error) reject(notReached({ address, port }, error.message));
      else resolve(stream);
    });
  });

const notReached = ({ address, port }: { address: string; port: number }, details: string): AppError =>
  new AppError('UNAVAILABLE', `${address}:${port} cannot be reached from the host.`, {
    hint: 'Check that something listens there, and that the sshd of the host allows forwarding.',
    ...{ details, reason: 'unreachable' },
  });

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
