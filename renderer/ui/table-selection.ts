export interface TableSelection<T> {
  enabled: boolean;
  has: (id: string) => boolean;
  /** The selected rows, in the order shown. */
  rows: T[];
  all: boolean | 'some';
  toggle: (id: string) => void;
  /** Adds everything between two shown rows. */
  range: (from: number, to: number) => void;
  toggleAll: () => void;
  clear: () => void;
}

/** What can be done with a selection. Acts on the shown rows only. */
export function selectionOf<T>(
  shown: readonly T[],
  rowId: (row: T) => string,
  selected: ReadonlySet<string> = new Set(),
  onChange?: (selected: Set<string>) => void,
): TableSelection<T> {
  const rows = shown.filter((row) => selected.has(rowId(row)));
  const change = (next: Iterable<string>) => onChange?.(new Set(next));
  return {
    enabled: onChange !== undefined,
    has: (id) => selected.has(id),
    rows,
    all: rows.length === 0 ? false : rows.length === shown.length ? true : 'some',
    toggle: (id) =>
      change(selected.has(id) ? [...selected].filter((each) => each !== id) : [...selected, id]),
    range: (from, to) => {
      const between = shown.slice(Math.min(from, to), Math.max(from, to) + 1).map(rowId);
      change([...selected, ...between]);
    },
    toggleAll: () => change(rows.length === shown.length ? [] : shown.map(rowId)),
    clear: () => change([]),
  };
}
