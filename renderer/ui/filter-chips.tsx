import { useState } from 'react';
import { cn } from './cn';

interface FilterChipsProps<T extends string> {
  /** What is filtered by, such as `Time until expiry`. */
  label: string;
  chips: { value: T; label: string; count: number }[];
  /** The chosen chip; null is all rows. */
  value: T | null;
  onChange: (value: T | null) => void;
}

/** Chips of which one or none is chosen; a click on the chosen one shows all rows again. A single one is not shown,
 * as it would leave the rows as they are. */
export function FilterChips<T extends string>({ label, chips, value, onChange }: FilterChipsProps<T>) {
  const [wasUsed, setWasUsed] = useState(false);
  // Once one was chosen it stays: the focus would be lost with the chip that is taken back.
  if (value !== null && !wasUsed) setWasUsed(true);
  if (chips.length < 2 && value === null && !wasUsed) return null;
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-1">
      {chips.map((chip) => {
        const chosen = chip.value === value;
        return (
          <button
            key={chip.value}
            type="button"
            aria-pressed={chosen}
            onClick={() => onChange(chosen ? null : chip.value)}
            className={cn(
              'inline-flex h-6 items-center gap-1.5 rounded-full border px-2.5 text-sm whitespace-nowrap transition-colors duration-120',
              chosen
                ? 'border-accent bg-accent-soft font-medium text-ink'
                : 'border-line text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {chip.label}
            <span className="tabular text-muted">{chip.count}</span>
          </button>
        );
      })}
    </div>
  );
}
