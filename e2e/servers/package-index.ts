import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A package index on this computer that answers as told; without that it never does, and what asks it waits. */
export async function startIndex(answer: RequestListener = () => undefined) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple`,
    [Symbol.dispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
