import { type RefObject, useState } from 'react';
import type { CellField, EditedCell, EditExit } from './table-cell-field';
import type { TableColumn } from './table-rows';

interface TableEditingOptions<T> {
  rows: readonly T[];
  /** The columns that are shown. */
  columns: readonly TableColumn<T>[];
  rowId: (row: T) => string;
  scroller: RefObject<HTMLDivElement | null>;
  moveTo: (index: number, column: string) => void;
}

export interface TableEditing {
  edited: EditedCell | null;
  /** Starts editing a cell; false when it is none that can be edited. */
  start: (index: number, column: string) => boolean;
  /** Ends editing where it is, and goes on from there. */
  exit: (exit: EditExit) => void;
  /** Ends editing because the focus went elsewhere. */
  leave: (cell: EditedCell) => void;
}

/** The cells of a row that are edited in place. */
export const editableColumns = <T>(columns: readonly TableColumn<T>[], row: T): string[] =>
  columns.filter((column) => column.edit?.(row)).map((column) => column.id);

/** The field behind a cell; null where it has none. */
export const cellField = <T>(columns: readonly TableColumn<T>[], row: T, column: string): CellField | null =>
  columns.find((each) => each.id === column)?.edit?.(row) ?? null;

/** The next cell to edit, or the one before, over the ends of rows. */
export function neighbourCell<T>(
  { rows, columns }: { rows: readonly T[]; columns: readonly TableColumn<T>[] },
  from: { index: number; column: string },
  step: 1 | -1,
): { index: number; column: string } | null {
  const order = columns.map(({ id }) => id);
  const at = order.indexOf(from.column);
  for (let { index } = from; index >= 0 && index < rows.length; index += step) {
    const row = rows[index];
    const editable = row === undefined ? [] : editableColumns(columns, row);
    const left =
      index === from.index ? editable.filter((id) => (order.indexOf(id) - at) * step > 0) : editable;
    const column = step === 1 ? left[0] : left.at(-1);
    if (column !== undefined) return { index, column };
  }
  return null;
}

/** Editing cells in place: which one, and where the keys lead from it. */
export function useTableEditing<T>(options: TableEditingOptions<T>): TableEditing {
  const { rows, columns, rowId, scroller, moveTo } = options;
  const [edited, setEdited] = useState<EditedCell | null>(null);
  const start = (index: number, column: string): boolean => {
    const row = rows[index];
    if (row === undefined || !cellField(columns, row, column)) return false;
    moveTo(index, column);
    setEdited({ rowId: rowId(row), column });
    return true;
  };
  const exit = (how: EditExit) => {
    const index = rows.findIndex((row) => rowId(row) === edited?.rowId);
    const next =
      how === 'stay' || !edited
        ? null
        : neighbourCell({ rows, columns }, { index, column: edited.column }, how === 'next' ? 1 : -1);
    if (next && start(next.index, next.column)) return;
    setEdited(null);
    scroller.current?.focus();
  };
  const leave = (cell: EditedCell) =>
    setEdited((now) => (now?.rowId === cell.rowId && now.column === cell.column ? null : now));
  return { edited, start, exit, leave };
}
