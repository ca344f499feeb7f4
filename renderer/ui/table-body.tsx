import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type RefObject, useEffect } from 'react';
import { cn } from './cn';
import { TableCheckbox } from './table-checkbox';
import type { TableKeys } from './table-keys';
import { type TableColumn, tracks } from './table-rows';
import type { TableSelection } from './table-selection';

const rowHeight = 34;
const headHeight = 32;

interface TableBodyProps<T> {
  rows: readonly T[];
  columns: TableColumn<T>[];
  rowId: (row: T) => string;
  scroller: RefObject<HTMLDivElement | null>;
  selection: TableSelection<T>;
  keys: TableKeys;
  activeId: string | null;
  onOpen?: (row: T) => void;
}

/** The rows in view, and room for the others. */
export function TableBody<T>(props: TableBodyProps<T>) {
  const { rows, columns, rowId, scroller, selection, keys } = props;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headHeight,
    getItemKey: (index) => rowId(rows[index]!),
  });
  const { cursor, focused } = keys;
  useEffect(() => {
    if (focused && cursor >= 0) virtual.scrollToIndex(cursor);
  }, [cursor, focused, virtual]);

  return (
    <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index]!;
        return (
          <TableRow
            key={item.key}
            {...props}
            row={row}
            index={item.index}
            top={item.start}
            measure={virtual.measureElement}
            template={tracks(columns, selection.enabled)}
          />
        );
      })}
    </div>
  );
}

interface TableRowProps<T> extends TableBodyProps<T> {
  row: T;
  index: number;
  /** Pixels from the first row. */
  top: number;
  measure: (element: HTMLElement | null) => void;
  template: string;
}

function TableRow<T>(props: TableRowProps<T>) {
  const { row, index, columns, selection, keys, onOpen } = props;
  const id = props.rowId(row);
  const chosen = selection.has(id);
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (isControl(event)) return;
    const from = keys.cursor;
    keys.setCursor(index);
    if (selection.enabled && event.shiftKey) selection.range(Math.max(from, 0), index);
    else if (selection.enabled && (event.ctrlKey || event.metaKey)) selection.toggle(id);
    else onOpen?.(row);
  };
  return (
    <div
      ref={props.measure}
      data-index={index}
      id={keys.rowDomId(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection.enabled ? chosen : id === props.activeId || undefined}
      onClick={onClick}
      style={{ transform: `translateY(${props.top}px)`, gridTemplateColumns: props.template }}
      className={cn(
        'absolute inset-x-0 top-0 grid min-h-[34px] items-center border-b border-line text-sm hover:bg-hover',
        onOpen && 'cursor-pointer',
        chosen && 'bg-accent-soft hover:bg-accent-soft',
        id === props.activeId && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-soft',
        keys.focused && keys.cursor === index && 'outline-2 -outline-offset-2 outline-accent outline-solid',
      )}
    >
      {selection.enabled ? (
        <div role="gridcell" className="grid place-items-center">
          <TableCheckbox
            checked={chosen}
            onChange={() => {
              keys.setCursor(index);
              selection.toggle(id);
            }}
            label="Select row"
          />
        </div>
      ) : null}
      {columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          className={cn('tabular min-w-0 truncate px-3 py-1', column.align === 'end' && 'text-right')}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** A click on a control inside a row is for that control. */
function isControl(event: MouseEvent<HTMLElement>): boolean {
  if (!(event.target instanceof Element)) return false;
  const control = event.target.closest('button, a, input, select, textarea, [role="menuitem"]');
  return control !== null && event.currentTarget.contains(control);
}
