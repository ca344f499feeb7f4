import path from 'node:path';
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { Paths } from '../../platform/ports';
import { offerContextMenu } from './context-menu';
import type { WindowLog } from './late-log';
import { pageUrl } from './origins';
import { placeWindow, readWindowState, smallest, writeWindowState } from './window-state';

/** The page's own canvas colours (`--canvas` in its tokens), so that nothing flashes before it paints. */
const canvas = { light: '#f5f8f9', dark: '#0f1416' };
const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? canvas.dark : canvas.light);

const saveAfterMs = 400;

/** Opens the window where it was left. It shows itself when there is something to see, and an app that runs. */
export function openWindow(options: {
  paths: Paths;
  root: string;
  log: WindowLog;
  running: Promise<unknown>;
}): BrowserWindow {
  const { root, log } = options;
  const { data, resources } = options.paths;
  const state = readWindowState(data);
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const window = new BrowserWindow({
    ...placeWindow(state, areas, screen.getPrimaryDisplay().workArea),
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Fedwright',
    icon: path.join(resources, 'icons', 'icon-512.png'),
    backgroundColor: backgroundColor(),
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    show: false,
    webPreferences: {
      preload: path.join(root, 'out', 'preload', 'index.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    void options.running.then(() => {
      if (window.isDestroyed()) return;
      // Either shows it, and the first of these at its full size.
      if (state?.maximized) window.maximize();
      else window.show();
    });
  });
  keepBackground(window);
  keepState(window, data, log);
  offerReload(window, log);
  offerContextMenu(window.webContents);
  // Fails only when the page is navigated away meanwhile or its files are missing; then the log says so.
  window.loadURL(pageUrl).catch((error: unknown) => log.error({ err: error }, 'the page did not load'));
  return window;
}

function keepBackground(window: BrowserWindow): void {
  const update = () => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', update);
  window.once('closed', () => nativeTheme.off('updated', update));
}

function keepState(window: BrowserWindow, data: string, log: WindowLog): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    try {
      writeWindowState(data, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      log.warn({ err: error }, 'the place of the window could not be kept');
    }
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, saveAfterMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => clearTimeout(timer));
}

/** A page that crashed or hangs can be loaded again; tasks run in the main process and go on meanwhile. */
function offerReload(window: BrowserWindow, log: WindowLog): void {
  let asking = false;
  const ask = async (message: string, detail: string) => {
    if (asking || window.isDestroyed()) return;
    asking = true;
    const buttons = ['Reload the page', 'Close the window'];
    const { response } = await dialog.showMessageBox(window, { type: 'error', message, detail, buttons });
    asking = false;
    if (window.isDestroyed()) return;
    if (response === 0) window.webContents.reload();
    else window.destroy();
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error({ reason, exitCode }, 'the page is gone');
    void ask('The page of Fedwright has crashed.', 'Running tasks go on. Reload the page to see them again.');
  });
  window.webContents.on('preload-error', (_event, file, error) => log.error({ err: error, file }, 'preload'));
}
