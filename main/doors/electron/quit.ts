import { type BrowserWindow, app as electron, dialog } from 'electron';
import type { App } from '../../app';
import { startAgain } from './start-again';

export interface Quit {
  /** Makes closing the window go through here. */
  watch(window: BrowserWindow): void;
  /** Ends at once, without questions: a signal, or a relaunch that was asked for. */
  now(options?: { relaunch?: boolean; asked?: boolean }): Promise<void>;
  /** Whether everything is being closed: an installer may take minutes from then on. */
  isEnding(): boolean;
}

/**
 * The way out. Asks before it cancels tasks, lets the page ask about unsaved changes, then ends everything
 * in good order. An update that the person agreed to is installed when they quit, not at a signal. On macOS closing the window leaves the app running, as is the custom there.
 */
export function createQuit(app: App, cleanUp: () => void, installUpdate: () => boolean): Quit {
  let agreed = false;
  let ending = false;
  let window: BrowserWindow | null = null;

  async function now({ relaunch = false, asked = false } = {}): Promise<void> {
    if (ending) return;
    ending = true;
    try {
      await app.dispose();
    } finally {
      cleanUp();
      if (relaunch) await startAgain(electron);
      // The installer ends the app itself.
      if (!asked || !installUpdate()) electron.exit(0);
    }
  }

  async function request(): Promise<void> {
    if (agreed || ending) return;
    if (app.tasks.runningCount() > 0 && !(await mayCancel(window, app.tasks.runningCount()))) return;
    agreed = true;
    if (window && !window.isDestroyed()) window.close();
    else await now({ asked: true });
  }

  electron.on('before-quit', (event) => {
    if (ending) return;
    event.preventDefault();
    void request();
  });

  return {
    now,
    isEnding: () => ending,
    watch(opened) {
      window = opened;
      opened.on('close', (event) => {
        if (agreed || ending || process.platform === 'darwin') return;
        event.preventDefault();
        void request();
      });
      opened.webContents.on('will-prevent-unload', (event) => {
        // Prevented, the page's objection is passed over.
        if (mayLose(opened)) event.preventDefault();
        else agreed = false;
      });
      opened.on('closed', () => {
        window = null;
        if (agreed) void now({ asked: true });
      });
    },
  };
}

async function mayCancel(window: BrowserWindow | null, count: number): Promise<boolean> {
  const options: Electron.MessageBoxOptions = {
    type: 'question',
    message: count === 1 ? 'One task is still running.' : `${count} tasks are still running.`,
    detail: 'Quitting cancels them. Nothing half-made is kept, and they can be run again.',
    buttons: ['Cancel tasks and quit', 'Keep running'],
    defaultId: 1,
    cancelId: 1,
  };
  const { response } = window
    ? await dialog.showMessageBox(window, options)
    : await dialog.showMessageBox(options);
  return response === 0;
}

function mayLose(window: BrowserWindow): boolean {
  const response = dialog.showMessageBoxSync(window, {
    type: 'question',
    message: 'There are unsaved changes.',
    detail: 'They are lost when the window closes.',
    buttons: ['Close without saving', 'Stay'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}
