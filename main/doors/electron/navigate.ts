import { BrowserWindow } from 'electron';
import type { Log } from '../../logs/log';
import { pageUrl } from './origins';

/**
 * Takes the window's page to a route such as `/projects?new=1`. Only the part behind the hash differs, so
 * this is a step within the page, which keeps its state and hears of it like of any other address change.
 */
export function navigate(route: string, log: Log): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (!window) return;
  window.show();
  window
    .loadURL(`${pageUrl}#${route}`)
    .catch((error: unknown) => log.warn({ err: error, route }, 'no such page'));
}
