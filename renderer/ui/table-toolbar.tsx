import { Columns3, Download, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './button';
import { SearchField } from './search-field';
import type { TableColumn } from './table-rows';

interface TableToolbarProps<T> {
  label: string;
  /** Null: the table has no filter field. */
  filter: string | null;
  onFilter: (filter: string) => void;
  filterField: RefObject<HTMLInputElement | null>;
  /** Puts the focus into the rows. */
  onRows: () => void;
  shown: number;
  total: number;
  toolbar?: ReactNode;
  bulk: ReactNode;
  selectedCount: number;
  onClearSelection: () => void;
  columns: TableColumn<T>[];
  hidden: ReadonlySet<string>;
  onToggleColumn: (id: string) => void;
  onCsv?: () => void;
}

/** Filter, count, columns and CSV; or, while rows are selected, what can be done with them. */
export function TableToolbar<T>(props: TableToolbarProps<T>) {
  const { shown, total, filter } = props;
  return (
    <div className="flex shrink-0 items-start gap-2">
      <div className="flex min-h-7.5 min-w-0 flex-1 flex-wrap items-center gap-2">
        {filter === null ? null : (
          <SearchField
            ref={props.filterField}
            className="w-36 max-w-52 grow"
            value={filter}
            onChange={props.onFilter}
            placeholder="Filter"
            aria-label={`Filter ${props.label.toLowerCase()}`}
            onKeyDown={(event) => {
              const isPlain = !(event.altKey || event.ctrlKey || event.metaKey || event.shiftKey);
              // Of an input method it chooses among candidates.
              if (event.key !== 'ArrowDown' || !isPlain || event.nativeEvent.isComposing || shown === 0)
                return;
              event.preventDefault();
              props.onRows();
            }}
          />
        )}
        {props.toolbar}
        {props.selectedCount > 0 ? (
          <div className="flex flex-wrap items-center gap-2" role="group" aria-label="Selected rows">
            <span className="tabular text-sm font-medium">{props.selectedCount} selected</span>
            {props.bulk}
            <IconButton icon={X} label="Clear the selection" size="sm" onClick={props.onClearSelection} />
          </div>
        ) : null}
      </div>
      <div className="flex h-7.5 shrink-0 items-center gap-1">
        <span role="status" className="tabular mr-1 text-sm text-muted">
          {countOf(shown, total)}
        </span>
        <ColumnMenu columns={props.columns} hidden={props.hidden} onToggle={props.onToggleColumn} />
        {props.onCsv ? (
          <IconButton icon={Download} label="Save as CSV" size="sm" onClick={props.onCsv} />
        ) : null}
      </div>
    </div>
  );
}

const countOf = (shown: number, total: number): string =>
  shown === total ? `${total} ${total === 1 ? 'row' : 'rows'}` : `${shown} of ${total}`;

interface ColumnMenuProps<T> {
  columns: TableColumn<T>[];
  hidden: ReadonlySet<string>;
  onToggle: (id: string) => void;
}

function ColumnMenu<T>({ columns, hidden, onToggle }: ColumnMenuProps<T>) {
  // The first column names the row and always stays.
  const choices = columns.slice(1).filter((column) => column.header !== '');
  if (choices.length < 2) return null;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <IconButton icon={Columns3} label="Columns" size="sm" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-40 rounded border border-line bg-raised p-1 shadow-float animate-rise"
        >
          {choices.map((column) => (
            <DropdownMenu.CheckboxItem
              key={column.id}
              checked={!hidden.has(column.id)}
              onCheckedChange={() => onToggle(column.id)}
              onSelect={(event) => event.preventDefault()}
              className="relative flex h-7 items-center rounded-sm pr-2 pl-7 outline-none data-highlighted:bg-hover"
            >
              <DropdownMenu.ItemIndicator className="absolute left-2 text-accent">
                ✓
              </DropdownMenu.ItemIndicator>
              {column.header}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
