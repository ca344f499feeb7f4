import { type FocusEvent, type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { useShortcut } from './shortcuts';
import type { TableSelection } from './table-selection';

interface TableKeysOptions<T> {
  rows: readonly T[];
  rowId: (row: T) => string;
  onOpen?: (row: T) => void;
  selection: TableSelection<T>;
  filterField: RefObject<HTMLInputElement | null>;
}

export interface TableKeys {
  /** The row that the keys are on; -1 while the table was not entered. */
  cursor: number;
  setCursor: (index: number) => void;
  /** The row to scroll to, counted so that the same one can be asked for twice. */
  focused: boolean;
  activeDescendant: string | undefined;
  rowDomId: (index: number) => string;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
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

/** Arrows move, Shift+arrows select on the way, Enter opens, Space selects, / goes to the filter. */
export function useTableKeys<T>({
  rows,
  rowId,
  onOpen,
  selection,
  filterField,
}: TableKeysOptions<T>): TableKeys {
  const base = useId();
  const [cursorState, setCursor] = useState(-1);
  const [focused, setFocused] = useState(false);
  const cursor = Math.min(cursorState, rows.length - 1);
  const rowDomId = (index: number) => `${base}-${index}`;
  useShortcut('/', () => filterField.current?.focus(), 'Filter the table');

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const move = moves[event.key];
    const row = rows[cursor];
    if (move && !event.altKey && !event.ctrlKey && !event.metaKey) {
      const next = move(cursor, rows.length - 1);
      if (event.shiftKey && selection.enabled) selection.range(Math.max(cursor, 0), next);
      setCursor(next);
    } else if (event.key === 'Enter' && row && onOpen && !event.ctrlKey && !event.metaKey) {
      onOpen(row);
    } else if (event.key === ' ' && row && selection.enabled) {
      selection.toggle(rowId(row));
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && selection.enabled) {
      selection.toggleAll();
    } else if (event.key === 'Escape' && selection.rows.length > 0) {
      selection.clear();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    cursor,
    setCursor,
    focused,
    activeDescendant: focused && cursor >= 0 ? rowDomId(cursor) : undefined,
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
