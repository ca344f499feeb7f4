import path from 'node:path';
import { BrowserWindow, dialog } from 'electron';
import type { App } from '../../app';
import { describeError } from '../cli/exit';
import { readTextFile } from '../cli/arguments';
import { navigate } from './navigate';
import type { OpenRequest } from './requests';

/** Shows the page, or hands the file to the page's import, where the person decides. */
export function openRequest(request: OpenRequest, app: App): void {
  if (request.kind === 'route') return whenLoaded(() => navigate(request.route, app.log));
  try {
    const text = readTextFile(request.file);
    app.services.files.opened.offer({ fileName: path.basename(request.file), text });
  } catch (error) {
    const { message, hint } = describeError(error);
    dialog
      .showMessageBox({ type: 'error', message, detail: hint })
      .catch((reason: unknown) => app.log.warn({ err: reason }, 'the dialog could not be shown'));
  }
}

/** A page that is still loading would take the second address for the end of the first. */
function whenLoaded(act: () => void): void {
  const contents = BrowserWindow.getAllWindows()[0]?.webContents;
  if (contents?.isLoading()) contents.once('did-finish-load', act);
  else act();
}
