import net from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { AppError, conflict, toAppError } from '../errors';

export interface Listener {
  port: number;
  counts(): { open: number; total: number; sent: number; received: number; problem: string | null };
  /** With every connection through it. */
  close(): void;
}

const dialMs = 30_000;

/**
 * Listens at 127.0.0.1, where only this machine gets at it, and joins each connection with a new one of `dial`.
 * @param localPort null: any that is free. @throws AppError CONFLICT when it is taken.
 */
export async function listenHere({
  localPort,
  dial,
}: {
  localPort: number | null;
  dial: (signal: AbortSignal) => Promise<Duplex>;
}): Promise<Listener> {
  const counts = { open: 0, total: 0, sent: 0, received: 0, problem: null as string | null };
  const sockets = new Set<net.Socket>();
  // One side may end while the other still has something to say.
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    counts.open += 1;
    counts.total += 1;
    socket.once('close', () => {
      sockets.delete(socket);
      counts.open -= 1;
    });
    socket.on('error', () => undefined);
    void join(socket, dial, counts);
  });
  await listen(server, localPort);
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    counts: () => ({ ...counts }),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function join(
  socket: net.Socket,
  dial: (signal: AbortSignal) => Promise<Duplex>,
  counts: { sent: number; received: number; problem: string | null },
): Promise<void> {
  const given = new AbortController();
  const giveUp = () => given.abort();
  socket.once('close', giveUp);
  try {
    const far = await dial(AbortSignal.any([given.signal, AbortSignal.timeout(dialMs)]));
    counts.problem = null;
    if (socket.destroyed) return void far.destroy();
    far.on('error', () => undefined);
    // Two pipelines listen several times each; none of them is left behind.
    far.setMaxListeners(40);
    far.on('data', (piece: Buffer) => (counts.received += piece.length));
    socket.on('data', (piece: Buffer) => (counts.sent += piece.length));
    // Each way ends by itself; an error on either ends both.
    pipeline(socket, far, (error) => error && socket.destroy());
    pipeline(far, socket, (error) => error && far.destroy());
    far.once('close', () => socket.destroySoon());
  } catch (error) {
    if (!given.signal.aborted) counts.problem = toAppError(error)?.message ?? 'The host did not answer.';
    socket.destroy();
  } finally {
    socket.off('close', giveUp);
  }
}

function listen(server: net.Server, localPort: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? conflict(
              `Port ${localPort} is taken on this machine.`,
              'Choose another one, or any that is free.',
            )
          : new AppError('UNAVAILABLE', 'No port could be opened on this machine.', {
              hint: 'Choose another local port.',
              details: error.message,
            }),
      ),
    );
    server.listen({ host: '127.0.0.1', port: localPort ?? 0, exclusive: true }, resolve);
  });
}
