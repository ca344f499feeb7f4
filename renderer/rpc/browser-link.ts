import { RPCLink } from '@orpc/client/websocket';
import { NotPairedError, type Transport } from './connection';

const answerWithinMs = 12_000;
const askEveryMs = 20_000;

/** Opens the WebSocket of the browser host. Throws `NotPairedError` when the host answers but refuses us. */
export async function connectBrowser(): Promise<Transport> {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/rpc`);
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  const link = new RPCLink({ websocket: socket });
  const opened = await Promise.race([
    new Promise<true>((resolve) => socket.addEventListener('open', () => resolve(true), { once: true })),
    closed,
  ]);
  if (!opened) throw await explainRefusal();
  watchSilence(socket, link, closed);
  return { link, closed };
}

/** A browser hides why an upgrade failed. A host that answers plain HTTP but no upgrade wants pairing. */
async function explainRefusal(): Promise<Error> {
  try {
    await fetch('/', { method: 'HEAD', cache: 'no-store' });
    return new NotPairedError();
  } catch {
    return new Error('The host does not answer.');
  }
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
