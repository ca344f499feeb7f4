import { RPCLink } from '@orpc/client/websocket';
import { z } from 'zod';
import { bytesInJson } from '../../preload/contract/wire-bytes';
import { decodeBase64 } from './base64';
import { NotPairedError, type Transport } from './connection';

const sessionSchema = z.object({ paired: z.boolean() });
const answerWithinMs = 12_000;
const askEveryMs = 20_000;

/** Pages send no bytes of their own. */
const fromBase64 = {
  ...{ type: bytesInJson, condition: () => false, serialize: (data: unknown) => data },
  deserialize: decodeBase64,
};

/** Opens the WebSocket of the browser host. Throws `NotPairedError` when this browser has no session there. */
export async function connectBrowser(): Promise<Transport> {
  if (!(await isPaired())) throw new NotPairedError();
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/rpc`);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  const link = new RPCLink({ websocket: socket, customJsonSerializers: [fromBase64] });
  const opened = new Promise<true>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
  });
  if (!(await Promise.race([opened, closed]))) throw new Error('The host refused the connection.');
  watchSilence(socket, link, closed);
  return { link, closed };
}

/** Asked first, as a browser does not tell why a WebSocket was refused. Throws when nobody answers. */
async function isPaired(): Promise<boolean> {
  const response = await fetch('/session', {
    cache: 'no-store',
    signal: AbortSignal.timeout(answerWithinMs),
  });
  return sessionSchema.parse(await response.json()).paired;
}

/** An SSH tunnel that broke leaves the socket open and silent; asking for a sign of life finds out. */
function watchSilence(socket: WebSocket, link: Transport['link'], closed: Promise<void>): void {
  const timer = setInterval(() => {
    const silence = setTimeout(() => socket.close(), answerWithinMs);
    const heard = () => clearTimeout(silence);
    link.call(['host', 'describe'], undefined, { context: {} }).then(heard, heard);
  }, askEveryMs);
  void closed.then(() => clearInterval(timer));
}
