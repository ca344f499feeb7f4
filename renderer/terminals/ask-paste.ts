import { confirm } from '../ui/confirm';

/** Lines of it that are shown in the question, and characters of each. */
const shownLines = 8;
const shownCharacters = 80;

/**
 * Without what would act as a key or end the frame that a program puts around what is pasted: all control characters
 * but line ends and tabs. Nobody sees them in what they copy.
 */
export const cleanPaste = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '');

/**
 * Whether a text may be pasted. One of several lines is run line by line by a shell that does not know that it is
 * pasted, so it is asked about first; programs that know (bracketed paste) get it as it is.
 */
export async function mayPaste(text: string, isBracketed: boolean): Promise<boolean> {
  const lines = text.replace(/(\r\n|\r|\n)$/, '').split(/\r\n|\r|\n/);
  if (isBracketed || (lines.length === 1 && !/[\r\n]$/.test(text))) return true;
  const shown = lines.slice(0, shownLines).map((line) => line.slice(0, shownCharacters));
  const more = lines.length > shownLines ? ` … and ${lines.length - shownLines} more.` : '';
  return confirm({
    title: lines.length === 1 ? 'Paste a whole line?' : `Paste ${lines.length} lines?`,
    text: `The program in this terminal takes each line as typed, and a shell runs it at once: ${shown.join(' ⏎ ')}${more}`,
    confirmLabel: 'Paste',
  });
}
