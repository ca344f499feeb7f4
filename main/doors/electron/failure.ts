import { app, dialog } from 'electron';
import { toAppError } from '../../errors';

/** Exit code for a failure of ours or of a peer, the same as on the command line. */
const failed = 5;

/**
 * Says why Fedwright cannot start and what to do, and ends. Before `ready` Electron on Linux would write the
 * words to a terminal that nobody has open, so this waits for it.
 */
export async function failToStart(error: unknown): Promise<void> {
  const { title, text } = describeFailure(error);
  process.stderr.write(`${title}\n${text}\n`);
  await app.whenReady();
  dialog.showErrorBox(title, text);
  app.exit(failed);
}

export function describeFailure(error: unknown): { title: string; text: string } {
  const known = toAppError(error);
  if (!known) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { title: 'Fedwright cannot start', text: `Something unexpected happened.\n\n${text}` };
  }
  const details = known.data.details ? `\n\n${known.data.details}` : '';
  return { title: 'Fedwright cannot start', text: `${known.message}\n\n${known.data.hint}${details}` };
}
