import net from 'node:net';
import { once } from 'node:events';

/** A way to a server on which the network can be cut: nothing gets through any more, and nobody is told. */
export interface SilentProxy {
  port: number;
  /** From now on every byte of the connections that are open is dropped; none of them is closed. */
  cut(): void;
  /** From now on new connections get through. Those that were cut stay as they are. */
  mend(): void;
  end(): Promise<void>;
}

export async function startSilentProxy(target: { address: string; port: number }): Promise<SilentProxy> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  let epoch = 0;
  const server = net.createServer({ allowHalfOpen: true }, (near) => {
    const own = epoch;
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
