import { type ReactNode, useMemo, useRef, useState } from 'react';
import { downloadCsv } from './table-csv';
import { TableBody } from './table-body';
import { TableHead } from './table-head';
import { useTableEditing } from './table-editing';
import { useTableKeys } from './table-keys';
import { filterRows, type Sort, sortRows, type TableColumn } from './table-rows';
import { selectionOf } from './table-selection';
import { TableToolbar } from './table-toolbar';
import { useHiddenColumns } from './table-columns';
import { usePaste } from './use-paste';
import { useWidth } from './use-width';

export type { TableColumn } from './table-rows';
export type { CellField } from './table-cell-field';

export interface DataTableProps<T> {
  rows: readonly T[];
  columns: TableColumn<T>[];
  rowId: (row: T) => string;
  /** On click and Enter. */
  onOpen?: (row: T) => void;
  /** Ids. Rows can be selected when this and `onSelectedChange` are given. */
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: Set<string>) => void;
  /** The row whose inspector is open. */
  activeId?: string | null;
  /** What the filter looks at; all sort values when not given. */
  filterText?: (row: T) => string;
  /** Filter chips and the like, beside the filter field. */
  toolbar?: ReactNode;
  /** Actions for the selected rows. */
  bulk?: (selected: T[]) => ReactNode;
  /** In place of the rows when there are none at all. */
  empty: ReactNode;
  /** What it lists, such as `Projects`; also the key under which column choices are remembered. */
  label: string;
  /** File name of the CSV, without ending; no CSV when not given. */
  csvName?: string;
  /** Rows that exist beyond those given, for "12 of 340"; the number of rows when not given. */
  total?: number;
  /** Hides the filter field, for tables whose page filters by itself. */
  noFilter?: boolean;
  /** Keeps the toolbar while there are no rows: the page's own filter is what left none. */
  keepToolbar?: boolean;
  /** When a text is pasted while the table itself has the focus. */
  onPaste?: (text: string) => void;
  /** Takes the place of the table's own CSV. */
  onCsv?: () => void;
  /** The order to begin with. */
  initialSort?: Sort;
}

/** A dense table: sort, filter, keyboard, selection, virtual rows, column choice, CSV. */
export function DataTable<T>(props: DataTableProps<T>) {
  if (props.rows.length === 0 && !props.keepToolbar) {
    return <div className="shrink-0 rounded border border-line bg-surface">{props.empty}</div>;
  }
  return <FilledTable {...props} />;
}

const hasRoom = <T,>({ hideBelow = 0, hideFrom = Infinity }: TableColumn<T>, width: number): boolean =>
  width === Infinity ? hideFrom === Infinity : width >= hideBelow && width < hideFrom;

/** For the toolbar, the head and some rows, but not for more of them than there are. */
const roomFor = (rows: number) => ({ minHeight: `${Math.min(12, 4.5 + 2.125 * Math.max(1, rows))}rem` });

/** A component of its own, so that what it measures is there from its first effect on. */
function FilledTable<T>(props: DataTableProps<T>) {
  const { rows, rowId, label, selected, onSelectedChange } = props;
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const filterField = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort | null>(props.initialSort ?? null);
  const width = useWidth(frame);
  const { hidden, toggle } = useHiddenColumns(label);
  const columns = useMemo(
    () => props.columns.filter((column) => !hidden.has(column.id) && hasRoom(column, width)),
    [props.columns, hidden, width],
  );
  const shown = useMemo(
    () => sortRows(filterRows(rows, filter, props.columns, props.filterText), sort, props.columns),
    [rows, filter, sort, props.columns, props.filterText],
  );
  const selection = selectionOf(shown, rowId, selected, onSelectedChange);
  const keys = useTableKeys({ rows: shown, columns, rowId, selection, filterField });
  const moveTo = keys.setCursor;
  usePaste(scroller, props.onPaste);
  const editing = useTableEditing({ rows: shown, columns, rowId, scroller, moveTo });

  return (
    <div ref={frame} style={roomFor(rows.length)} className="flex min-w-0 shrink flex-col gap-2">
      <TableToolbar
        label={label}
        filter={props.noFilter ? null : filter}
        onFilter={setFilter}
        filterField={filterField}
        onRows={() => scroller.current?.focus({ preventScroll: true })}
        shown={shown.length}
        total={props.total ?? rows.length}
        toolbar={props.toolbar}
        bulk={props.bulk && selection.rows.length > 0 ? props.bulk(selection.rows) : null}
        selectedCount={selection.rows.length}
        onClearSelection={selection.clear}
        columns={props.columns}
        hidden={hidden}
        onToggleColumn={toggle}
        onCsv={
          props.onCsv ??
          (props.csvName ? () => downloadCsv(`${props.csvName}.csv`, props.columns, shown) : undefined)
        }
      />
      <div
        ref={scroller}
        role="grid"
        aria-label={label}
        aria-rowcount={shown.length + 1}
        aria-colcount={columns.length + (selection.enabled ? 1 : 0)}
        aria-multiselectable={selection.enabled || undefined}
        aria-activedescendant={keys.activeDescendant}
        tabIndex={0}
        onKeyDown={(event) => keys.onKeyDown(event, { onOpen: props.onOpen, edit: editing.start })}
        // An editor that is scrolled away would take its text with it.
        onWheel={() => editing.edited && scroller.current?.focus({ preventScroll: true })}
        onFocus={keys.onFocus}
        onBlur={keys.onBlur}
        className="relative min-h-0 overflow-x-hidden overflow-y-auto rounded border border-line bg-surface text-sm focus-visible:outline-none"
      >
        <TableHead columns={columns} sort={sort} onSort={setSort} selection={selection} />
        <TableBody
          rows={shown}
          columns={columns}
          rowId={rowId}
          scroller={scroller}
          selection={selection}
          keys={keys}
          editing={editing}
          activeId={props.activeId ?? null}
          onOpen={props.onOpen}
        />
        {shown.length === 0 ? (
          <p className="px-3 py-8 text-center text-muted">No rows match the filter.</p>
        ) : null}
      </div>
    </div>
  );
}
