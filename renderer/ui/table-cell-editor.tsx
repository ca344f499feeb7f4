import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { cn } from './cn';
import type { CellField, EditExit } from './table-cell-field';

interface CellEditorProps {
  field: CellField;
  /** After the value was committed or given up: back to the table, or on to a neighbour. */
  onExit: (exit: EditExit) => void;
  /** The focus went elsewhere; the value is committed. */
  onLeave: () => void;
}

const look =
  'h-6.5 w-full min-w-0 rounded-sm border border-accent bg-surface px-1.5 text-sm text-ink outline-none focus-visible:outline-1 focus-visible:outline-accent';

/** Edits one cell: Enter and Tab commit, Escape gives up, leaving commits. */
export function CellEditor({ field, onExit, onLeave }: CellEditorProps) {
  const [text, setText] = useState(field.value);
  const done = useRef(false);
  const commit = (value = text) => {
    if (done.current) return;
    done.current = true;
    if (value !== field.value) field.commit(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const exit = exitOf(event);
    // What a shortcut of the page acts on has to be there by then.
    if ((event.ctrlKey || event.metaKey) && /^(?:s|enter)$/i.test(event.key)) {
      commit();
      onExit('stay');
    }
    if (!exit) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') done.current = true;
    else commit();
    onExit(exit);
  };
  const props = {
    'aria-label': field.label,
    'data-own-undo': true,
    value: text,
    onKeyDown,
    onBlur: () => {
      commit();
      onLeave();
    },
  };
  return field.choices ? (
    <ChoiceInput {...props} choices={field.choices} onChange={setText} />
  ) : (
    <LineInput {...props} suggestions={field.suggestions} onChange={setText} />
  );
}

function exitOf(event: KeyboardEvent): EditExit | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Enter' || event.key === 'Escape') return 'stay';
  if (event.key !== 'Tab') return null;
  return event.shiftKey ? 'previous' : 'next';
}

interface InputProps {
  'aria-label': string;
  'data-own-undo': boolean;
  value: string;
  onKeyDown: (event: KeyboardEvent) => void;
  onBlur: () => void;
  onChange: (value: string) => void;
}

function ChoiceInput({
  choices,
  onChange,
  ...props
}: InputProps & { choices: NonNullable<CellField['choices']> }) {
  const element = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => element.current?.focus(), []);
  const known = choices.some(({ value }) => value === props.value);
  return (
    <select {...props} ref={element} className={look} onChange={(event) => onChange(event.target.value)}>
      {known ? null : <option value={props.value}>{props.value}</option>}
      {choices.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}

function LineInput({
  suggestions,
  onChange,
  ...props
}: InputProps & { suggestions: CellField['suggestions'] }) {
  const element = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [offered] = useState(() => suggestions?.() ?? []);
  useLayoutEffect(() => {
    element.current?.focus();
    element.current?.select();
  }, []);
  return (
    <>
      <input
        {...props}
        ref={element}
        type="text"
        autoComplete="off"
        spellCheck={false}
        list={offered.length > 0 ? listId : undefined}
        className={cn(look, 'tabular')}
        onChange={(event) => onChange(event.target.value)}
      />
      {offered.length > 0 ? (
        <datalist id={listId}>
          {offered.map((value) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      ) : null}
    </>
  );
}
