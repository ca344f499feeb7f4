import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { App } from '../../app';
import type { ServerContext } from '../../rpc/base';
import { bytesInJson } from '../../../preload/contract/wire-bytes';
import { isSameOrigin, loopbackHost } from './origin';
import type { Pairing } from './pairing';

/** A project file of 4 million characters, of up to three bytes each, and what JSON adds to it. */
const maxPayload = 24 * 1024 * 1024;
const pingMs = 30_000;

const asBase64 = {
  type: bytesInJson,
  condition: (data: unknown) => data instanceof Uint8Array,
  serialize: ({ buffer, byteOffset, length }: Uint8Array) =>
    Buffer.from(buffer, byteOffset, length).toString('base64'),
  deserialize: (text: string) => new Uint8Array(Buffer.from(text, 'base64')),
};

/**
 * Serves the contract over WebSockets at `/rpc`, to paired browsers whose page is ours. The function it
 * returns ends all connections.
 */
export function serveSockets(server: Server, app: App, pairing: Pairing): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  const handler = new RPCHandler<ServerContext>(app.router, { customJsonSerializers: [asBase64] });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refusalOf(request, pairing);
    if (refusal) {
      app.log.warn({ status: refusal, origin: request.headers.origin }, 'refused a WebSocket');
      return refuse(socket, refusal);
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('error', (error) => app.log.debug({ err: error }, 'a WebSocket failed'));
      endWhenSilent(opened);
      void handler.upgrade(opened, { context: app.contextFor({ door: 'browser', dragOut: null }) });
    });
  });
  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

/** The status to refuse an upgrade with, or null when it is welcome. */
function refusalOf(request: IncomingMessage, pairing: Pairing): string | null {
  const host = loopbackHost(request.headers.host);
  if (!host) return '421 Misdirected Request';
  if ((request.url ?? '').split('?', 1)[0] !== '/rpc') return '404 Not Found';
  if (!isSameOrigin(request.headers.origin, host)) return '403 Forbidden';
  return pairing.isPaired(request.headers.cookie) ? null : '401 Unauthorized';
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Ends a connection that has been silent for a round: its tunnel is gone, and its calls wait for nobody. */
function endWhenSilent(socket: WebSocket): void {
  let heard = true;
  const timer = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => (heard = true));
  socket.on('close', () => clearInterval(timer));
}
