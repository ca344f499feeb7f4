import { Check } from 'lucide-react';
import { Checkbox as Radix } from 'radix-ui';
import { type ReactNode, useId } from 'react';

interface CheckboxProps {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  label: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
  id?: string;
}

/** A choice that is on or off, with its label beside it. */
export function Checkbox({ checked, onCheckedChange, label, help, disabled, id }: CheckboxProps) {
  const made = useId();
  const inputId = id ?? made;
  return (
    <div className="flex items-start gap-2">
      <Radix.Root
        id={inputId}
        checked={checked}
        disabled={disabled}
        aria-describedby={help ? `${inputId}-note` : undefined}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-surface text-on-accent disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Indicator>
          <Check aria-hidden className="size-3" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <div className="min-w-0">
        <label htmlFor={inputId}>{label}</label>
        {help ? (
          <p id={`${inputId}-note`} className="text-sm text-faint">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
