import { type Router, createRouterClient } from '@orpc/server';
import type { Client, Contract } from '../../../preload/contract';
import { type App, createApp } from '../../app';
import { type NodeChoice, createNodePlatform } from '../../platform/node/platform';
import type { ServerContext } from '../../rpc/base';
import { onStop } from '../signals';

export interface Session {
  app: App;
  /** The contract as functions, called as the local owner. */
  client: Client;
  /** Aborted by Ctrl-C or SIGTERM. */
  signal: AbortSignal;
}

/** Opens the app for one command and closes it afterwards, whatever happened. */
export async function withSession<T>(choice: NodeChoice, work: (session: Session) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const stopListening = onStop(() => stop.abort());
  try {
    const app = await createApp(createNodePlatform('cli', choice));
    try {
      const router: Router<Contract, ServerContext> = app.router;
      const client: Client = createRouterClient(router, {
        context: app.contextFor({ door: 'cli', dragOut: null }),
      });
      const done = await work({ app, client, signal: stop.signal });
      // What the other doors do when they start: a command has its answer first.
      await app.services.resting.lookBriefly(stop.signal);
      return done;
    } finally {
      await app.dispose();
    }
  } finally {
    stopListening();
  }
}
