import { type IpcMainEvent, type MessagePortMain, type WebContents, ipcMain } from 'electron';
import { RPCHandler } from '@orpc/server/message-port';
import { portMessage } from '../../../preload/contract';
import type { App } from '../../app';
import { createDragOut } from '../../platform/electron/drag-out';
import type { ServerContext } from '../../rpc/base';
import { pageOrigin } from './origins';

/**
 * Serves the contract to the page of our own window over the MessagePort that it hands in. A port from
 * anywhere else is closed unheard. Calls and streams of a page end with it: reload, crash or close.
 */
export function servePorts(app: App, resources: string): void {
  const handler = new RPCHandler<ServerContext>(app.router);
  ipcMain.on(portMessage, (event) => {
    const [port] = event.ports;
    if (!port) return;
    if (!isOwnFrame(event)) {
      port.close();
      app.log.warn(
        { page: event.senderFrame?.url.slice(0, 200) },
        'refused a port that is not from our page',
      );
      return;
    }
    const dragOut = createDragOut(event.sender, resources);
    handler.upgrade(port, { context: app.contextFor({ door: 'window', dragOut }) });
    closeWithPage(port, event.sender);
    port.start();
  });
}

/** Our own window's main frame, and nothing that was loaded into it. */
function isOwnFrame(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.origin === pageOrigin;
}

function closeWithPage(port: MessagePortMain, contents: WebContents): void {
  const leave = (details: { isMainFrame: boolean; isSameDocument: boolean }) => {
    if (details.isMainFrame && !details.isSameDocument) close();
  };
  const forget = () => {
    contents.off('did-start-navigation', leave);
    contents.off('render-process-gone', close);
    contents.off('destroyed', close);
  };
  function close(): void {
    forget();
    // The event tells the handler to abort the calls; a port closed from this side does not emit it.
    port.emit('close');
    port.close();
  }
  contents.on('did-start-navigation', leave);
  contents.on('render-process-gone', close);
  contents.on('destroyed', close);
  port.once('close', forget);
}
