import { RPCHandler } from '@orpc/server/message-port';
import type { App } from '../../app';
import { createDragOut } from '../../platform/electron/drag-out';
import { carriesBytes } from '../../../preload/contract/wire-bytes';
import type { ServerContext } from '../../rpc/base';
import type { ServePort } from './port';

/** Serves the contract over the MessagePort of a page. */
export function createServePort(app: App, resources: string): ServePort {
  const handler = new RPCHandler<ServerContext>(app.router, {
    // Copied as they are: JSON of bytes takes as long to write and to read as a terminal to show them.
    experimental_transfer: ([, , payload]) => (carriesBytes(payload) ? [] : null),
  });
  return (port, contents) => {
    const dragOut = createDragOut(contents, resources);
    handler.upgrade(port, { context: app.contextFor({ door: 'window', dragOut }) });
    port.start();
  };
}
