/** A cell as a field that is edited in place. */
export interface CellField {
  /** What it holds and whose it is, such as `Organisation of site-1`. */
  label: string;
  value: string;
  /** The only values that can be chosen, the one for "nothing" included; any text when not given. */
  choices?: { value: string; label: string }[];
  /** Values to offer while a text is typed; asked for when the editing starts. */
  suggestions?: () => string[];
  commit: (value: string) => void;
}

/** Where the keys lead from a cell that is being edited. */
export type EditExit = 'stay' | 'next' | 'previous';

/** Which cell is being edited. */
export interface EditedCell {
  rowId: string;
  column: string;
}
