import Papa from 'papaparse';
import { fromSafeCell, withPlainLines } from './csv-cell';
import { columnOf, type CsvColumn, defaultColumns, isHeader } from './csv-columns';

/** One line of a table, by the columns it has. */
export interface CsvLine {
  /** Where it begins in the text, from 1. */
  number: number;
  /** As they were written, without the mark against formulas. A column that the line does not have is missing. */
  cells: ReadonlyMap<CsvColumn, string>;
  /** Why the line cannot be read; null when it can. */
  fault: string | null;
}

export interface CsvTable {
  lines: CsvLine[];
  /** What each column was taken for, by its header; null for one that is not used. */
  columns: { header: string; column: CsvColumn | null }[];
  /** Whether the first line names the columns. */
  hasHeader: boolean;
  delimiter: string;
}

interface RawLine {
  number: number;
  cells: string[];
  fault: string | null;
}

const delimiters = [',', ';', '\t', '|'];

/** The sign that the first line has most of, outside of quotes. */
function guessDelimiter(text: string): string {
  const first = /\S.*/.exec(text)?.[0].replaceAll(/"[^"]*"/g, '') ?? '';
  const counts = delimiters.map((sign) => first.split(sign).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Reads a table out of CSV, or out of cells copied from a spreadsheet. The delimiter is found by itself, and so
 * is whether there is a header; without one, the columns are taken in the order of `defaultColumns`.
 */
export function readCsv(text: string): CsvTable {
  const { lines, delimiter } = split(withPlainLines(text.replace(/^\ufeff/, '')));
  const [first] = lines;
  const hasHeader = first !== undefined && isHeader(first.cells);
  const names = hasHeader ? first.cells : [];
  const width = Math.max(0, ...lines.map((line) => line.cells.length));
  const found = hasHeader ? names.map(columnOf) : defaultColumns(lines.map((line) => line.cells));
  // Of two columns for one property, the first is taken.
  const columns = Array.from({ length: hasHeader ? names.length : width }, (_, index) => {
    const column = found[index] ?? null;
    const header = names[index]?.trim() ?? `column ${index + 1}`;
    return { header, column: column !== null && found.indexOf(column) === index ? column : null };
  });
  const body = hasHeader ? lines.slice(1) : lines;
  return {
    lines: body.map((line) => toLine(line, columns)),
    columns,
    hasHeader,
    delimiter,
  };
}

/** Cells in lines. Empty lines are left out; the numbers count them. */
function split(text: string): { lines: RawLine[]; delimiter: string } {
  const lines: RawLine[] = [];
  const delimiter = guessDelimiter(text);
  let [number, at] = [1, 0];
  const add = ({ data, errors, meta }: Papa.ParseStepResult<string[]>) => {
    const fault = errors.some(({ type }) => type === 'Quotes') ? 'A quotation mark is not closed.' : null;
    if (fault !== null || data.some((cell) => cell.trim() !== '')) lines.push({ number, cells: data, fault });
    for (; at < meta.cursor; at += 1) if (text[at] === '\n') number += 1;
  };
  Papa.parse<string[]>(text, { newline: '\n', delimiter, step: add });
  return { lines, delimiter };
}

function toLine({ number, cells, fault }: RawLine, columns: CsvTable['columns']): CsvLine {
  const extra = cells.slice(columns.length).some((cell) => cell.trim() !== '');
  const tooMany = `It has ${cells.length} cells, but there are ${columns.length} columns.`;
  const named = columns.flatMap(({ column }, index): [CsvColumn, string][] => {
    const cell = cells[index];
    return column === null || cell === undefined ? [] : [[column, fromSafeCell(cell)]];
  });
  return { number, cells: new Map(named), fault: fault ?? (extra ? tooMany : null) };
}
