/** The byte order mark that Windows editors put before UTF-8 text. */
const mark = '\ufeff';

/** The text without a byte order mark and with `\n` at the end of every line. */
export function toLineFeeds(text: string): string {
  const body = text.startsWith(mark) ? text.slice(1) : text;
  return body.includes('\r') ? body.replaceAll(/\r\n?/g, '\n') : body;
}

/** Gives an edited text the line ends that the text before the edit had. */
export const withLineEndsOf = (original: string, edited: string): string =>
  original.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited;
