import './launch-report.mjs';
import { app, BrowserWindow } from 'electron';

// The least that shows a window: what Electron itself costs.
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } });
  return window.loadURL('data:text/html,<title>empty</title>');
});
