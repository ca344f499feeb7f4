import { isMod } from '../ui/shortcuts';

const arrows = ['arrowleft', 'arrowright', 'arrowup', 'arrowdown'];

/** With Ctrl or Cmd and Shift held down. No shell knows them, and no browser keeps them to itself as it does N, T and W. */
const withShift = new Set(['c', 'v', 'f', 'e', 'l', 'x', 'enter', ...arrows]);

/** Whether a key is the page's: what is copied, pasted and searched by, what panes are made by, and the ways out. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.key === 'F6') return true;
  if (isMod(event) && event.key === '`') return true;
  return isMod(event) && event.shiftKey && withShift.has(event.key.toLowerCase());
}
