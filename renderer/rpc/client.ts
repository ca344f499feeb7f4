import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Client } from '../../preload/contract/index';
import { connectBrowser } from './browser-link';
import { currentTransport, keepConnected } from './connection';
import { connectWindow } from './window-link';

/** True in the installed app, whose pages come from `app://`. */
const inWindow = location.protocol === 'app:';

/** Always speaks over the newest transport, so that the client outlives a lost connection. */
const link: ClientLink<ClientContext> = {
  async call(path, input, options) {
    const transport = await currentTransport();
    return transport.link.call(path, input, options);
  },
};

/** The contract as functions. */
export const client: Client = createORPCClient(link);

/** The contract as query and mutation options. */
export const orpc = createTanstackQueryUtils(client);

/** Starts connecting through the door that this page is in, and keeps at it. */
export function connect(): void {
  void keepConnected(inWindow ? connectWindow : connectBrowser);
}
