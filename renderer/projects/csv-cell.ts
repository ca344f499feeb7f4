const formula = /^'*[=+\-@\t\r\n]/;
const marked = /^'+[=+\-@\t\r\n]/;

/**
 * A text as a cell that no spreadsheet runs: what it would take for a formula gets an apostrophe in front
 * (OWASP, CSV injection). `fromSafeCell` takes exactly that apostrophe away again.
 */
export const toSafeCell = (text: string): string => (formula.test(text) ? `'${text}` : text);

/** The inverse of `toSafeCell`; other texts stay as they are. */
export const fromSafeCell = (cell: string): string => (marked.test(cell) ? cell.slice(1) : cell);

/** One line end for all: spreadsheets and text fields change those inside of cells. */
export const withPlainLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n');
