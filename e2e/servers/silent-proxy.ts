import net from 'node:net';
import { once } from 'node:events';

/** A way to a server on which the network can be cut: nothing gets through any more, and nobody is told. */
export interface SilentProxy {
  port: number;
  /**
   * From now on a connection that has sent so many bytes to the server waits with all further ones until it is let go.
   * Only an upload sends so many.
   */
  holdAfter(bytes: number): void;
  /** Whether one waits. */
  holds(): boolean;
  letGo(): void;
  /** From now on every byte of the connections that are open is dropped; none of them is closed. */
  cut(): void;
  /** From now on new connections get through. Those that were cut stay as they are. */
  mend(): void;
  end(): Promise<void>;
}

export async function startSilentProxy(target: { address: string; port: number }): Promise<SilentProxy> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  let room: number | null = null;
  const held = new Set<net.Socket>();
  let epoch = 0;
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const own = epoch;
    let sent = 0;
    near.on('data', (chunk) => {
      sent += chunk.length;
      if (room === null || sent <= room) return;
      near.pause();
      held.add(near);
    });
    near.on('close', () => held.delete(near));
    const far = net.connect(target.port, target.address);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => own === epoch && !isCut && to.write(chunk));
      from.on('error', () => undefined);
      from.on('end', () => own === epoch && !isCut && to.end());
      from.on('close', () => own === epoch && !isCut && to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    holdAfter(bytes) {
      room = bytes;
    },
    holds: () => held.size > 0,
    letGo() {
      room = null;
      for (const socket of held) socket.resume();
      held.clear();
    },
    cut() {
      isCut = true;
      epoch += 1;
    },
    mend() {
      isCut = false;
    },
    async end() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
