import { Check, Minus } from 'lucide-react';

interface TableCheckboxProps {
  checked: boolean | 'some';
  onChange: () => void;
  label: string;
}

/** A small checkbox. Rows are selected by key on the table itself, so it is no stop of its own for Tab. */
export function TableCheckbox({ checked, onChange, label }: TableCheckboxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked === 'some' ? 'mixed' : checked}
      aria-label={label}
      tabIndex={-1}
      data-on={checked !== false || undefined}
      onClick={(event) => {
        event.stopPropagation();
        onChange();
      }}
      className="grid size-4 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent data-on:border-accent data-on:bg-accent"
    >
      {checked === true ? <Check aria-hidden className="size-3" strokeWidth={3} /> : null}
      {checked === 'some' ? <Minus aria-hidden className="size-3" strokeWidth={3} /> : null}
    </button>
  );
}
