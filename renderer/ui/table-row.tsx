import { memo, type MouseEvent } from 'react';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { cn } from './cn';
import { CellEditor } from './table-cell-editor';
import type { EditExit } from './table-cell-field';
import { TableCheckbox } from './table-checkbox';
import { cellDomId } from './table-keys';
import type { CellProblem, TableColumn } from './table-rows';

/** What a row tells the table; the same functions at every drawing, or all rows would be drawn anew. */
export interface RowActions {
  click: (index: number, column: string | null, event: MouseEvent<HTMLElement>) => void;
  doubleClick: (index: number, column: string | null) => void;
  check: (index: number) => void;
  exitEditor: (exit: EditExit) => void;
  leaveEditor: (rowId: string, column: string) => void;
}

interface TableRowProps<T> {
  row: T;
  id: string;
  domId: string;
  index: number;
  /** Pixels from the first row. */
  top: number;
  template: string;
  columns: readonly TableColumn<T>[];
  measure: (element: HTMLElement | null) => void;
  actions: RowActions;
  selectable: boolean;
  chosen: boolean;
  active: boolean;
  opens: boolean;
  /** The keys are on this row. */
  current: boolean;
  /** The cell of this row that the keys are on. */
  currentColumn: string | null;
  editedColumn: string | null;
}

function Row<T>(props: TableRowProps<T>) {
  const { row, index, columns, chosen, active, actions } = props;
  return (
    <div
      ref={props.measure}
      data-index={index}
      id={props.domId}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selectable ? chosen : active || undefined}
      onClick={(event) => !isControl(event) && actions.click(index, columnAt(event), event)}
      onDoubleClick={(event) => !isControl(event) && actions.doubleClick(index, columnAt(event))}
      style={{ transform: `translateY(${props.top}px)`, gridTemplateColumns: props.template }}
      className={cn(
        'absolute inset-x-0 top-0 grid min-h-[34px] items-center border-b border-line text-sm hover:bg-hover',
        props.opens && 'cursor-pointer',
        chosen && 'bg-accent-soft hover:bg-accent-soft',
        active && 'bg-accent-soft shadow-[inset_2px_0_0_var(--accent)] hover:bg-accent-soft',
        props.current &&
          props.currentColumn === null &&
          'outline-2 -outline-offset-2 outline-accent outline-solid',
      )}
    >
      {props.selectable ? (
        <div role="gridcell" className="grid place-items-center">
          <TableCheckbox checked={chosen} onChange={() => actions.check(index)} label="Select row" />
        </div>
      ) : null}
      {columns.map((column) => (
        <Cell
          key={column.id}
          column={column}
          row={row}
          domId={cellDomId(props.domId, column.id)}
          current={props.currentColumn === column.id}
          edited={props.editedColumn === column.id}
          onExit={actions.exitEditor}
          onLeave={() => actions.leaveEditor(props.id, column.id)}
        />
      ))}
    </div>
  );
}

interface CellProps<T> {
  column: TableColumn<T>;
  row: T;
  domId: string;
  current: boolean;
  edited: boolean;
  onExit: (exit: EditExit) => void;
  onLeave: () => void;
}

function Cell<T>({ column, row, domId, current, edited, onExit, onLeave }: CellProps<T>) {
  const field = edited ? column.edit?.(row) : null;
  const problem = column.problem?.(row) ?? null;
  return (
    <div
      id={domId}
      role="gridcell"
      data-column={column.id}
      aria-readonly={column.edit ? !column.edit(row) : undefined}
      aria-invalid={problem?.severity === 'error' || undefined}
      title={problem?.message}
      className={cn(
        'tabular min-w-0 truncate px-3 py-1',
        field && 'px-1 py-0.5',
        column.align === 'end' && 'text-right',
        problem && !field && 'flex items-center gap-1.5',
        problem && column.align === 'end' && 'justify-end',
        current && !field && 'outline-2 -outline-offset-2 outline-accent outline-solid',
      )}
    >
      {field ? <CellEditor field={field} onExit={onExit} onLeave={onLeave} /> : column.cell(row)}
      {problem && !field ? <CellMark problem={problem} /> : null}
    </div>
  );
}

function CellMark({ problem: { severity, message } }: { problem: CellProblem }) {
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <>
      <Icon
        aria-hidden
        className={cn('size-3.5 shrink-0', severity === 'error' ? 'text-failed' : 'text-attention')}
      />
      <span className="sr-only">{message}</span>
    </>
  );
}

/** A row of the table; drawn again only when something of its own changed. */
export const TableRow = memo(Row) as typeof Row;

const columnAt = (event: MouseEvent<HTMLElement>): string | null =>
  event.target instanceof Element
    ? (event.target.closest('[data-column]')?.getAttribute('data-column') ?? null)
    : null;

/** A click on a control inside a row is for that control. */
function isControl(event: MouseEvent<HTMLElement>): boolean {
  if (!(event.target instanceof Element)) return false;
  const control = event.target.closest('button, a, input, select, textarea, [role="menuitem"]');
  return control !== null && event.currentTarget.contains(control);
}
