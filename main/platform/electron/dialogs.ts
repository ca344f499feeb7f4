import { type MessageBoxOptions, type OpenDialogOptions, BrowserWindow, dialog } from 'electron';
import { conflict } from '../../errors';
import type { Dialogs } from '../ports';

let asking = false;

/** The operating system's own dialogs, as sheets of the window in front. */
export const nativeDialogs: Dialogs = {
  async choose({ kind, title, suggestedName, hidden }) {
    const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
    if (kind === 'save') {
      const options = { title, defaultPath: suggestedName };
      const chosen = parent
        ? await dialog.showSaveDialog(parent, options)
        : await dialog.showSaveDialog(options);
      return chosen.canceled ? null : chosen.filePath || null;
    }
    const options: OpenDialogOptions = {
      title,
      properties: [
        ...(kind === 'folder' ? (['openDirectory', 'createDirectory'] as const) : (['openFile'] as const)),
        ...(hidden ? (['showHiddenFiles'] as const) : []),
      ],
    };
    const chosen = parent
      ? await dialog.showOpenDialog(parent, options)
      : await dialog.showOpenDialog(options);
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  },
  /** Whoever presses Enter or Esc without reading has not agreed, and a page cannot pile up questions. */
  async agree({ message, detail, yes, no }) {
    if (asking) throw conflict('Another question is still open.', 'Answer it first.');
    asking = true;
    try {
      const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
      const options: MessageBoxOptions = {
        type: 'warning',
        ...{ message, detail },
        buttons: [yes, no],
        ...{ defaultId: 1, cancelId: 1, noLink: true },
      };
      const { response } = parent
        ? await dialog.showMessageBox(parent, options)
        : await dialog.showMessageBox(options);
      return response === 0;
    } finally {
      asking = false;
    }
  },
};
