import { BrowserWindow, clipboard, dialog, shell } from 'electron';
import { AppError } from '../../errors';
import type { Shell } from '../ports';

/** As much of an address as a dialog has room for. */
const shownCharacters = 600;

let asking = false;

export const nativeShell: Shell = {
  /** @throws AppError UNAVAILABLE when there is no file manager for it. */
  async openFolder(folder) {
    const complaint = await shell.openPath(folder);
    if (complaint)
      throw new AppError('UNAVAILABLE', 'The folder could not be opened.', {
        hint: `Open it yourself: ${folder}`,
        details: complaint,
      });
  },
  /**
   * The page cannot answer this question: what it shows may come from another machine, and an address can carry
   * data away. One question at a time.
   */
  async openLink(link) {
    if (asking) return false;
    asking = true;
    try {
      const answer = await askToOpen(link);
      if (answer === 'copy') await clipboard.writeText(link.href);
      if (answer === 'open') await openInBrowser(link);
      return answer === 'open';
    } finally {
      asking = false;
    }
  },
};

const openInBrowser = ({ href }: URL): Promise<void> =>
  shell.openExternal(href).catch((error: unknown) => {
    throw new AppError('UNAVAILABLE', 'No browser opened the address.', {
      hint: 'Copy it, and open it in a browser yourself.',
      details: String(error),
    });
  });

const answers = ['open', 'copy', 'leave'] as const;

async function askToOpen({ href, host }: URL): Promise<(typeof answers)[number] | undefined> {
  const options = {
    type: 'question' as const,
    message: `Open a page of ${host} in your browser?`,
    detail: `A program in the terminal wrote this address:\n\n${href.slice(0, shownCharacters)}${href.length > shownCharacters ? ' …' : ''}`,
    buttons: ['Open in the browser', 'Copy the address', 'Cancel'],
    defaultId: 2,
    cancelId: 2,
  };
  const parent = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const { response } = parent
    ? await dialog.showMessageBox(parent, options)
    : await dialog.showMessageBox(options);
  return answers[response];
}
