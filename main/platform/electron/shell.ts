import { shell } from 'electron';
import { AppError } from '../../errors';
import type { Shell } from '../ports';

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
};
