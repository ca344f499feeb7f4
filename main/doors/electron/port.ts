import { type IpcMainEvent, type MessagePortMain, type WebContents, ipcMain } from 'electron';
import { portMessage } from '../../../preload/contract/port';
import type { WindowLog } from './late-log';
import { pageOrigin } from './origins';

/** Serves the contract on a port of a page. */
export type ServePort = (port: MessagePortMain, contents: WebContents) => void;

/**
 * Takes the MessagePort that the page of our own window hands in, and has it served. A port from anywhere else is
 * closed unheard. Calls and streams of a page end with it: reload, crash or close.
 */
export function takePorts({ log, serve }: { log: WindowLog; serve: Promise<ServePort> }): void {
  ipcMain.on(portMessage, (event) => {
    const [port] = event.ports;
    if (!port) return;
    if (!isOwnFrame(event)) {
      port.close();
      log.warn({ page: event.senderFrame?.url.slice(0, 200) }, 'refused a port that is not from our page');
      return;
    }
    let open = true;
    port.once('close', () => (open = false));
    closeWithPage(port, event.sender);
    void serve.then((servePort) => {
      if (open) servePort(port, event.sender);
    });
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
