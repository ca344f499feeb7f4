// Bundled and evaluated in the app's own page, where it does what the page's renderer does to reach main.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

/** Opens one more way to main through the preload and keeps its client for `measure`. */
export function open(portMessage) {
  const channel = new MessageChannel();
  window.postMessage(portMessage, '*', [channel.port2]);
  channel.port1.start();
  return createORPCClient(new RPCLink({ port: channel.port1 }));
}

/** The same in a browser, over a WebSocket of its own. */
export function openSocket() {
  return createORPCClient(new SocketLink({ websocket: new WebSocket(`ws://${location.host}/rpc`) }));
}

/** Milliseconds per call, one after the other: a page's clock is too coarse for a single call. */
export async function measure(call, count) {
  const start = performance.now();
  for (let index = 0; index < count; index += 1) await call();
  return (performance.now() - start) / count;
}
