import { toast } from '../ui/toast';
import { sessionOf } from './store';

/** Copies what is selected in a pane. */
export function copySelection(pane: string): void {
  const text = sessionOf(pane)?.screen.xterm.getSelection() ?? '';
  if (text === '') return;
  navigator.clipboard.writeText(text).catch((error: unknown) => toast.error(error));
}
