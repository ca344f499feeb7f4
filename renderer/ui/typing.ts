import type { SyntheticEvent } from 'react';

const note = 'data-typing';

/**
 * For a dialog: notes whether text was typed in it since something was pressed last. Enter in a form presses its button,
 * and so does Ctrl/Cmd+Enter in any dialog.
 */
export const typingNotes = {
  onInputCapture: ({ currentTarget }: SyntheticEvent<HTMLElement>) => currentTarget.setAttribute(note, ''),
  onClickCapture: ({ currentTarget }: SyntheticEvent<HTMLElement>) => currentTarget.removeAttribute(note),
};

/** Whether someone is typing in this dialog, in what has the focus. */
export const isTypedIn = (dialog: Element): boolean =>
  dialog.hasAttribute(note) &&
  dialog.contains(document.activeElement) &&
  document.activeElement?.matches('input, textarea') === true;
