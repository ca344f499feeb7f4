import { invalid } from '../errors';

/**
 * One word of a command for a login shell, to which sshd hands every command: a POSIX shell or fish. In single quotes
 * nothing has a meaning for the one (POSIX, 2.2.2), and a backslash has one for the other, before a quote or a backslash:
 * both stand outside of them, where they are the same for both.
 * @throws AppError INVALID for a NUL, which no command can carry.
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) throw invalid('A name has a NUL character in it.', 'Rename it, and try again.');
  return `'${word.replaceAll(/['\\]/g, String.raw`'\$&'`)}'`;
}

/** A command line that runs exactly these words. The only way in which commands reach a remote shell. */
export const quoteCommand = (words: readonly string[]): string => words.map(quoteWord).join(' ');
