import { BrowserWindow, app as electron } from 'electron';
import { createApp } from '../../app';
import { createElectronPlatform } from '../../platform/electron/platform';
import { createNativeUpdates } from '../../platform/electron/update-feed';
import { findRoot } from '../../platform/node/resources';
import type { Paths } from '../../platform/ports';
import { guardContents } from './guards';
import { installMenu, markTheme } from './menu';
import { type Opening, open as openRequest } from './opening';
import { servePage } from './page';
import { servePorts } from './port';
import { type Quit, createQuit } from './quit';
import { readRequests } from './requests';
import { followTheme } from './theme';
import { openWindow } from './window';

/** Puts the app together behind its window. Called once Electron is ready. */
export async function start(paths: Paths, opening: Opening): Promise<void> {
  const root = findRoot();
  let quit: Quit | null = null;
  const updates = createNativeUpdates();
  const relaunch = () => void quit?.now({ relaunch: true });
  const { platform, dispose } = createElectronPlatform(paths, relaunch, updates.feed);
  const app = await createApp(platform);
  const stop = new AbortController();
  const cleanUp = () => {
    stop.abort();
    dispose();
  };
  const leave = createQuit(app, cleanUp, updates.installNow);
  quit = leave;
  process.on('unhandledRejection', (error) => app.log.error({ err: error }, 'unhandled rejection'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void leave.now());

  guardContents(app.log);
  servePage(app, root);
  servePorts(app, paths.resources);
  installMenu({ app, data: paths.data });
  followTheme(app, stop.signal, markTheme).catch((error: unknown) =>
    app.log.error({ err: error }, 'the theme is not followed any more'),
  );
  const open = () => leave.watch(openWindow({ paths, root, log: app.log }));
  open();
  electron.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  opening.serve((request) => {
    if (BrowserWindow.getAllWindows().length === 0) open();
    openRequest(request, app);
  });
  electron.on('second-instance', (_event, argv, cwd) => {
    showWindow();
    opening.ask(readRequests(argv.slice(1), cwd));
  });
  // Quitting is decided in one place; without a listener Electron would quit by itself.
  electron.on('window-all-closed', () => undefined);
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}
