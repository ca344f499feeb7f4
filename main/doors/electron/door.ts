import type { BrowserWindow } from 'electron';
import type { App } from '../../app';
import { findRoot } from '../../platform/node/resources';
import type { Paths } from '../../platform/ports';
import { createFirstFiles } from './first-files';
import { guardContents } from './guards';
import { createLateLog } from './late-log';
import { servePage } from './page';
import { type ServePort, takePorts } from './port';
import { openWindow } from './window';

/** What the page needs of an app that runs. */
export interface Served {
  app: App;
  servePort: ServePort;
}

export type Door = ReturnType<typeof createDoor>;

/**
 * The way from the page to the app, which is there before the app: the page starts in a process of its own while the
 * app is put together in this one, and what it asks for meanwhile waits. Once Electron is ready.
 */
export function createDoor(paths: Paths) {
  const root = findRoot();
  let serve!: (served: Served) => void;
  const served = new Promise<Served>((resolve) => (serve = resolve));
  const log = createLateLog(served.then(({ app }) => app.log));
  guardContents(log);
  const first = createFirstFiles();
  servePage({ root, log, downloads: served.then(({ app }) => app.downloads), onFile: first.onFile });
  takePorts({ log, serve: served.then(({ servePort }) => servePort) });
  return {
    /** Opens a window, which shows itself once there is an app behind it. */
    open: (): BrowserWindow => openWindow({ paths, root, log, running: served }),
    serve,
    /** When the page of the first window has its files. */
    firstFiles: first.sent,
  };
}
