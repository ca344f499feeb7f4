import { RPCLink } from '@orpc/client/message-port';
import { portMessage } from '../../preload/contract/port';
import type { Transport } from './connection';

/** Opens a MessageChannel to the main process through the preload, which takes the other end. */
export async function connectWindow(): Promise<Transport> {
  const channel = new MessageChannel();
  const closed = new Promise<void>((resolve) => {
    channel.port1.addEventListener('close', () => resolve());
  });
  window.postMessage(portMessage, '*', [channel.port2]);
  const link = new RPCLink({ port: channel.port1 });
  channel.port1.start();
  return { link, closed };
}
