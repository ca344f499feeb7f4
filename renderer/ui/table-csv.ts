import type { TableColumn } from './table-rows';

/** One CSV cell. A text that a spreadsheet would run as a formula is made harmless with an apostrophe. */
function toCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The rows as CSV (RFC 4180) with a header line; columns without a sort value are left out. */
export function toCsv<T>(columns: readonly TableColumn<T>[], rows: readonly T[]): string {
  const written = columns.filter((column) => column.sortValue);
  const lines = rows.map((row) => written.map((column) => toCell(column.sortValue?.(row) ?? '')).join(','));
  return [written.map((column) => toCell(column.header)).join(','), ...lines, ''].join('\r\n');
}

/** Lets the person save text as a file. */
export function downloadText(fileName: string, text: string, type = 'text/plain'): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Lets the person save the rows as CSV. */
export function downloadCsv<T>(
  fileName: string,
  columns: readonly TableColumn<T>[],
  rows: readonly T[],
): void {
  downloadText(fileName, toCsv(columns, rows), 'text/csv');
}
