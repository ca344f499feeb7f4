import { type Virtualizer, useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { TableEditing } from './table-editing';
import { cellField } from './table-editing';
import type { TableKeys } from './table-keys';
import { type RowActions, TableRow } from './table-row';
import { type TableColumn, tracks } from './table-rows';
import type { TableSelection } from './table-selection';

const rowHeight = 34;
const headHeight = 32;

/**
 * The height that the observer reports. The library's own asks each new row for it at once, and so has the
 * browser lay out the page again for every row that comes in.
 */
function measureLater(
  element: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  instance: Virtualizer<HTMLDivElement, HTMLElement>,
): number {
  const reported = entry?.borderBoxSize[0]?.blockSize;
  return reported ?? instance.measurementsCache[instance.indexFromElement(element)]?.size ?? rowHeight;
}

interface TableBodyProps<T> {
  rows: readonly T[];
  columns: TableColumn<T>[];
  rowId: (row: T) => string;
  scroller: RefObject<HTMLDivElement | null>;
  selection: TableSelection<T>;
  keys: TableKeys<T>;
  editing: TableEditing;
  activeId: string | null;
  onOpen?: (row: T) => void;
}

/** The rows in view, and room for the others. */
export function TableBody<T>(props: TableBodyProps<T>) {
  const { rows, columns, rowId, scroller, selection, keys, editing } = props;
  const virtual = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    measureElement: measureLater,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => rowId(rows[index]!),
  });
  const { cursor, focused } = keys;
  const edited = editing.edited !== null;
  useEffect(() => {
    if ((focused || edited) && cursor >= 0) virtual.scrollToIndex(cursor);
  }, [cursor, focused, edited, virtual]);
  const actions = useRowActions(props);
  const template = tracks(columns, selection.enabled);

  return (
    <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index]!;
        const id = rowId(row);
        const current = (focused || edited) && cursor === item.index;
        return (
          <TableRow
            key={item.key}
            row={row}
            id={id}
            domId={keys.rowDomId(item.index)}
            index={item.index}
            top={item.start}
            template={template}
            columns={columns}
            measure={virtual.measureElement}
            actions={actions}
            selectable={selection.enabled}
            chosen={selection.has(id)}
            active={id === props.activeId}
            opens={props.onOpen !== undefined}
            current={current}
            currentColumn={current ? keys.cursorColumn : null}
            editedColumn={editing.edited?.rowId === id ? editing.edited.column : null}
          />
        );
      })}
    </div>
  );
}

/** One set of functions for the life of the table, that act on what it shows now. */
function useRowActions<T>(props: TableBodyProps<T>): RowActions {
  const now = useRef(props);
  useEffect(() => {
    now.current = props;
  });
  const [actions] = useState((): RowActions => ({
    click: (index, column, event) => clickRow(now.current, index, column, event),
    doubleClick: (index, column) => {
      if (column !== null) now.current.editing.start(index, column);
    },
    check(index) {
      const { rows, rowId, keys, selection } = now.current;
      const row = rows[index];
      if (row === undefined) return;
      keys.setCursor(index);
      selection.toggle(rowId(row));
    },
    exitEditor: (exit) => now.current.editing.exit(exit),
    leaveEditor: (rowId, column) => now.current.editing.leave({ rowId, column }),
  }));
  return actions;
}

/**
 * A click opens the row, Shift and Ctrl select. On a cell that is edited in place it only goes there, as opening
 * something beside the table would move the cell away from under a double click; the first cell is the row's name.
 */
function clickRow<T>(
  { rows, columns, rowId, selection, keys, activeId, onOpen }: TableBodyProps<T>,
  index: number,
  column: string | null,
  event: MouseEvent<HTMLElement>,
): void {
  const row = rows[index];
  if (row === undefined) return;
  const from = keys.cursor;
  const isCell = column !== null && column !== columns[0]?.id && cellField(columns, row, column) !== null;
  keys.setCursor(index, isCell ? column : null);
  if (selection.enabled && event.shiftKey) selection.range(Math.max(from, 0), index);
  else if (selection.enabled && (event.ctrlKey || event.metaKey)) selection.toggle(rowId(row));
  else if (!isCell || activeId !== null) onOpen?.(row);
}
