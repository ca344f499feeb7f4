import type { ClipboardEvent } from 'react';
import { toast } from './toast';

type Editable = HTMLInputElement | HTMLTextAreaElement;

/** Of a text that is pasted into a field with `maxLength`, the browser leaves out what does not fit, and says nothing. */
export function tellWhatIsCut({ currentTarget, clipboardData }: ClipboardEvent<Editable>): void {
  const { value, maxLength, selectionStart, selectionEnd, readOnly } = currentTarget;
  if (maxLength < 0 || readOnly) return;
  const kept = value.length - ((selectionEnd ?? 0) - (selectionStart ?? 0));
  const room = Math.max(0, maxLength - kept);
  const pasted = clipboardData.getData('text/plain');
  // Of what goes into a line, the browser takes the end of its last line away first.
  const text = currentTarget instanceof HTMLInputElement ? pasted.replace(/[\r\n]+$/, '') : pasted;
  if (text.length <= room) return;
  toast.failed(`Only ${room.toLocaleString('en')} of the pasted characters fitted in.`, {
    description: `At most ${maxLength.toLocaleString('en')} characters can be here. Check what was left out.`,
    id: 'paste-cut',
  });
}
