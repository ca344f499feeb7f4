import { ArrowDown, ArrowUp } from 'lucide-react';
import { cn } from './cn';
import { nextSort, type Sort, type TableColumn, tracks } from './table-rows';
import type { TableSelection } from './table-selection';
import { TableCheckbox } from './table-checkbox';

interface TableHeadProps<T> {
  columns: TableColumn<T>[];
  sort: Sort | null;
  onSort: (sort: Sort | null) => void;
  selection: TableSelection<T>;
}

/** The header row, which stays while the rows scroll. */
export function TableHead<T>({ columns, sort, onSort, selection }: TableHeadProps<T>) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: tracks(columns, selection.enabled) }}
      className="sticky top-0 z-10 grid h-8 items-center border-b border-line bg-sunken"
    >
      {selection.enabled ? (
        <div role="columnheader" aria-label="Selection" className="grid place-items-center">
          <TableCheckbox checked={selection.all} onChange={selection.toggleAll} label="Select all rows" />
        </div>
      ) : null}
      {columns.map((column) => {
        const direction = sort?.column === column.id ? sort.direction : undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={column.sortValue ? (direction ?? 'none') : undefined}
            className={cn('flex min-w-0 px-3', column.align === 'end' && 'justify-end')}
          >
            <HeaderLabel
              column={column}
              direction={direction}
              onSort={() => onSort(nextSort(sort, column.id))}
            />
          </div>
        );
      })}
    </div>
  );
}

interface HeaderLabelProps<T> {
  column: TableColumn<T>;
  direction: Sort['direction'] | undefined;
  onSort: () => void;
}

function HeaderLabel<T>({ column, direction, onSort }: HeaderLabelProps<T>) {
  if (!column.sortValue) return <span className="truncate font-medium text-muted">{column.header}</span>;
  const Arrow = direction === 'descending' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onSort}
      className={cn(
        'group -mx-1 flex min-w-0 items-center gap-1 rounded-sm px-1 font-medium text-muted hover:text-ink',
        direction && 'text-ink',
        // The arrow keeps its room while it is not shown, and the name stands above its values.
        column.align === 'end' && 'flex-row-reverse',
      )}
    >
      <span className="truncate">{column.header}</span>
      <Arrow
        aria-hidden
        className={cn('size-3 shrink-0', !direction && 'opacity-0 group-hover:opacity-60')}
      />
    </button>
  );
}
