import { BrowserWindow, app as electron } from 'electron';
import { createApp } from '../../app';
import { createElectronPlatform } from '../../platform/electron/platform';
import { createNativeUpdates } from '../../platform/electron/update-feed';
import type { Paths } from '../../platform/ports';
import { installMenu, markTheme } from './menu';
import type { Door } from './door';
import { openRequest } from './open-request';
import type { Opening } from './opening';
import { type Quit, createQuit } from './quit';
import { createServePort } from './serve-port';
import { followTheme } from './theme';

/** Puts the app together behind its first window, which is open already. Called once Electron is ready. */
export async function start(
  paths: Paths,
  { opening, door, first }: { opening: Opening; door: Door; first: BrowserWindow },
): Promise<void> {
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

  installMenu({ app, data: paths.data });
  followTheme(app, stop.signal, markTheme).catch((error: unknown) =>
    app.log.error({ err: error }, 'the theme is not followed any more'),
  );
  leave.watch(first);
  door.serve({ app, servePort: createServePort(app, paths.resources) });
  const open = () => leave.watch(door.open());
  electron.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0 && !leave.isEnding()) open();
  });
  opening.serve((request) => {
    if (leave.isEnding()) return;
    if (BrowserWindow.getAllWindows().length === 0) open();
    openRequest(request, app);
  });
  electron.on('second-instance', showWindow);
  // Quitting is decided in one place; without a listener Electron would quit by itself.
  electron.on('window-all-closed', () => undefined);
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}
