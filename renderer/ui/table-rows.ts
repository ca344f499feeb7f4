import type { ReactNode } from 'react';
import type { CellField } from './table-cell-field';

export interface TableColumn<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** Makes the column sortable; also its value in the CSV and in the filter. */
  sortValue?: (row: T) => string | number;
  /** Pixels, or a CSS grid track such as `2fr`; `1fr` when not given. */
  width?: number | string;
  align?: 'start' | 'end';
  /** Leaves the column out while the table is narrower than this, pixels. */
  hideBelow?: number;
  /** Leaves the column out while the table is this wide or wider, pixels: others show its content then. */
  hideFrom?: number;
  /** The cell as a field that is edited in place; null for rows without one. */
  edit?: (row: T) => CellField | null;
  /** What is wrong with the value of this cell. */
  problem?: (row: T) => CellProblem | null;
}

export interface CellProblem {
  severity: 'error' | 'warning';
  message: string;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Every word of the filter must be somewhere in the row's text. */
export function filterRows<T>(
  rows: readonly T[],
  filter: string,
  columns: readonly TableColumn<T>[],
  text?: (row: T) => string,
): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  const textOf = text ?? ((row: T) => columns.map((c) => c.sortValue?.(row) ?? '').join(' '));
  return rows.filter((row) => {
    const all = textOf(row).toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** A sorted copy; `site-2` comes before `site-10`. */
export function sortRows<T>(rows: readonly T[], sort: Sort | null, columns: readonly TableColumn<T>[]) {
  const valueOf = columns.find((column) => column.id === sort?.column)?.sortValue;
  if (!sort || !valueOf) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, key: valueOf(row) }));
  keyed.sort((a, b) => sign * compare(a.key, b.key));
  return keyed.map(({ row }) => row);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** What a click on a header leads to: up, down, as it came. */
export function nextSort(sort: Sort | null, column: string): Sort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}

/** The grid's tracks; every one may shrink, so that nothing scrolls sideways. */
export function tracks<T>(columns: readonly TableColumn<T>[], selectable: boolean): string {
  const sizes = columns.map(({ width }) => {
    const size = width === undefined ? '1fr' : typeof width === 'number' ? `${width / 16}rem` : width;
    // Flexible columns would shrink to nothing before fixed ones give way.
    return `minmax(${size.endsWith('fr') ? '5rem' : '0'}, ${size})`;
  });
  return [...(selectable ? ['2.25rem'] : []), ...sizes].join(' ');
}
