import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createApp } from '../../app';
import { AppError } from '../../errors';
import { type NodeChoice, createNodePlatform } from '../../platform/node/platform';
import { findRoot } from '../../platform/node/resources';
import { onStop } from '../signals';
import { createPairing } from './pairing';
import { answerRequests } from './requests';
import { serveSockets } from './socket';

export const defaultPort = 8477;
const portsToTry = 20;

export interface ServeOptions extends NodeChoice {
  /** 0: any free one. Not given: the default, or the next free one after it. */
  port?: number | undefined;
  /** Where the link goes; nothing else is written there. */
  print: (line: string) => void;
  /** Words for the person. */
  say: (line: string) => void;
}

/**
 * Runs the browser host on 127.0.0.1 until a signal ends it.
 * @throws AppError CONFLICT when the named port is taken, and all that `createApp` throws.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const app = await createApp(createNodePlatform('browser', options));
  process.on('unhandledRejection', (error) => app.log.error({ err: error }, 'unhandled rejection'));
  const pairing = createPairing();
  const pages = path.join(findRoot(), 'out', 'renderer');
  const server = createServer(answerRequests({ app, pairing, pages }));
  const endSockets = serveSockets(server, app, pairing);
  const stopped = new Promise<void>((resolve) => onStop(resolve));
  try {
    const port = await listen(server, options.port);
    const link = () => options.print(`Fedwright is at http://127.0.0.1:${port}/#pair=${pairing.issue()}`);
    link();
    const stopAsking = offerLinks(link, options.say);
    await stopped;
    stopAsking();
  } finally {
    endSockets();
    server.close();
    server.closeAllConnections();
    await app.dispose();
  }
}

/** Prints a new link at each Enter, for another browser. */
function offerLinks(link: () => void, say: (line: string) => void): () => void {
  if (!process.stdin.isTTY) {
    say('The link opens one browser, within ten minutes. Start again for another one.');
    return () => undefined;
  }
  say('The link opens one browser, within ten minutes. Press Enter for another one, Ctrl-C to end.');
  const lines = createInterface({ input: process.stdin });
  lines.on('line', link);
  return () => lines.close();
}

/** Listens on loopback and resolves to the port. */
async function listen(server: Server, wanted: number | undefined): Promise<number> {
  const first = wanted ?? defaultPort;
  for (let port = first; ; port += 1) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
      if (wanted === undefined && port < first + portsToTry) continue;
      throw new AppError('CONFLICT', `Port ${port} cannot be used.`, {
        hint: 'Choose another one with --port, or 0 for any free one.',
        details: error instanceof Error ? error.message : undefined,
      });
    }
  }
}
