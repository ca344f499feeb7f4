import { type FocusEvent, type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { useShortcut } from './shortcuts';
import { editableColumns } from './table-editing';
import type { TableColumn } from './table-rows';
import type { TableSelection } from './table-selection';

interface TableKeysOptions<T> {
  rows: readonly T[];
  /** The columns that are shown. */
  columns: readonly TableColumn<T>[];
  rowId: (row: T) => string;
  selection: TableSelection<T>;
  filterField: RefObject<HTMLInputElement | null>;
}

/** What keys on the table lead to. */
interface KeyActions<T> {
  onOpen?: (row: T) => void;
  /** Starts editing a cell; false when that cannot be. */
  edit: (index: number, column: string) => boolean;
}

export interface TableKeys<T> {
  /** The row that the keys are on; -1 while the table was not entered. */
  cursor: number;
  /** The cell of that row that the keys are on; null while they are on the row as a whole. */
  cursorColumn: string | null;
  setCursor: (index: number, column?: string | null) => void;
  focused: boolean;
  activeDescendant: string | undefined;
  rowDomId: (index: number) => string;
  onKeyDown: (event: KeyboardEvent<HTMLElement>, actions: KeyActions<T>) => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
}

const pageOfRows = 12;
const moves: Record<string, (cursor: number, last: number) => number> = {
  ArrowDown: (cursor, last) => Math.min(cursor + 1, last),
  ArrowUp: (cursor) => Math.max(cursor - 1, 0),
  PageDown: (cursor, last) => Math.min(cursor + pageOfRows, last),
  PageUp: (cursor) => Math.max(cursor - pageOfRows, 0),
  Home: () => 0,
  End: (_cursor, last) => last,
};

/** The id of a cell in the document, for assistive technology to find the one that the keys are on. */
export const cellDomId = (rowDomId: string, column: string): string => `${rowDomId}-${column}`;

interface Cursor {
  /** The row follows its id when the order changes, as when its own value was edited. */
  id: string | null;
  index: number;
  column: string | null;
}

/**
 * Arrows up and down move between rows, Shift+arrows select on the way, arrows left and right between the cells
 * that can be edited. Enter edits the cell, or opens the row; F2 edits; Space selects; / goes to the filter.
 */
export function useTableKeys<T>(options: TableKeysOptions<T>): TableKeys<T> {
  const { rows, columns, rowId, selection, filterField } = options;
  const base = useId();
  const [at, setAt] = useState<Cursor>({ id: null, index: -1, column: null });
  const [focused, setFocused] = useState(false);
  const cursor = findCursor(rows, rowId, at);
  const column = at.column !== null && columns.some(({ id }) => id === at.column) ? at.column : null;
  const rowDomId = (index: number) => `${base}-${index}`;
  const setCursor = (index: number, next: string | null = null) => {
    const row = rows[index];
    setAt({ id: row === undefined ? null : rowId(row), index, column: next });
  };
  useShortcut('/', () => filterField.current?.focus(), 'Filter the table');

  const onKeyDown = (event: KeyboardEvent<HTMLElement>, { onOpen, edit }: KeyActions<T>) => {
    if (event.target !== event.currentTarget) return;
    const mod = event.ctrlKey || event.metaKey;
    const move = moves[event.key];
    const row = rows[cursor];
    if (move && !event.altKey && !mod) {
      const next = move(cursor, rows.length - 1);
      if (event.shiftKey && selection.enabled) selection.range(Math.max(cursor, 0), next);
      setCursor(next, column);
    } else if (isSideways(event.key) && row && !mod && !event.altKey) {
      setCursor(cursor, sideways(event.key, editableColumns(columns, row), column));
    } else if (event.key === 'Enter' && row && !mod) {
      if (!(column !== null && edit(cursor, column))) onOpen?.(row);
    } else if (event.key === 'F2' && row) {
      const first = column ?? editableColumns(columns, row)[0];
      if (first === undefined || !edit(cursor, first)) return;
    } else if (event.key === ' ' && row && selection.enabled) {
      selection.toggle(rowId(row));
    } else if (event.key === 'a' && mod && selection.enabled) {
      selection.toggleAll();
    } else if (event.key === 'Escape' && (selection.rows.length > 0 || column !== null)) {
      if (column === null) selection.clear();
      else setCursor(cursor);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    cursor,
    cursorColumn: column,
    setCursor,
    focused,
    activeDescendant: focused && cursor >= 0 ? activeId(rowDomId(cursor), column) : undefined,
    rowDomId,
    onKeyDown,
    onFocus: (event) => {
      if (event.target !== event.currentTarget) return;
      setFocused(true);
      if (cursor < 0 && rows.length > 0) setCursor(0);
    },
    onBlur: () => setFocused(false),
  };
}

const activeId = (row: string, column: string | null): string =>
  column === null ? row : cellDomId(row, column);

function findCursor<T>(rows: readonly T[], rowId: (row: T) => string, { id, index }: Cursor): number {
  const there = rows[index];
  if (id === null || (there !== undefined && rowId(there) === id)) return Math.min(index, rows.length - 1);
  const found = rows.findIndex((row) => rowId(row) === id);
  return found < 0 ? Math.min(index, rows.length - 1) : found;
}

const isSideways = (key: string): boolean => key === 'ArrowLeft' || key === 'ArrowRight';

/** From the row as a whole to its first cell and on; to the left of the first cell is the whole row again. */
function sideways(key: string, cells: string[], column: string | null): string | null {
  const at = column === null ? -1 : cells.indexOf(column);
  if (key === 'ArrowLeft') return cells[at - 1] ?? null;
  return cells[Math.min(at + 1, cells.length - 1)] ?? null;
}
