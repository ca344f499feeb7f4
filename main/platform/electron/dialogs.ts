import { type OpenDialogOptions, BrowserWindow, dialog } from 'electron';
import type { Dialogs } from '../ports';

/** The operating system's own dialogs, as sheets of the window in front. */
export const nativeDialogs: Dialogs = {
  async choose({ kind, title, suggestedName }) {
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
      properties: kind === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
    };
    const chosen = parent
      ? await dialog.showOpenDialog(parent, options)
      : await dialog.showOpenDialog(options);
    return chosen.canceled ? null : (chosen.filePaths[0] ?? null);
  },
};
