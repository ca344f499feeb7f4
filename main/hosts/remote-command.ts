import { invalid } from '../errors';

/**
 * One word of a command for a POSIX shell: sshd hands every command to the login shell of the user, so each
 * word goes in single quotes, in which nothing has a meaning (POSIX, 2.2.2).
 * @throws AppError INVALID for a NUL, which no command can carry.
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) throw invalid('A name has a NUL character in it.', 'Rename it, and try again.');
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line that runs exactly these words. The only way in which commands reach a remote shell. */
export const quoteCommand = (words: readonly string[]): string => words.map(quoteWord).join(' ');
