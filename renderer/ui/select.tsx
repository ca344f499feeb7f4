import { Check, ChevronDown } from 'lucide-react';
import { Select as Radix } from 'radix-ui';
import { cn } from './cn';
import { inputLook, useFieldAttributes } from './field-context';

interface SelectProps {
  value: string;
  onValueChange: (value: string) => void;
  options: { value: string; label: string; disabled?: boolean }[];
  placeholder?: string;
  disabled?: boolean;
  id?: string;
  className?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
}

// Radix keeps the empty value for "nothing chosen"; here it is a value like any other.
const empty = '\u0000';
const encode = (value: string) => (value === '' ? empty : value);
const decode = (value: string) => (value === empty ? '' : value);

/** One of a few. */
export function Select({
  value,
  onValueChange,
  options,
  placeholder,
  disabled,
  className,
  ...aria
}: SelectProps) {
  const field = useFieldAttributes();
  const known = options.some((option) => option.value === value);
  return (
    <Radix.Root
      value={known ? encode(value) : ''}
      onValueChange={(next) => onValueChange(decode(next))}
      disabled={disabled}
    >
      <Radix.Trigger
        {...field}
        {...aria}
        className={cn(
          inputLook,
          'flex h-7.5 items-center justify-between gap-2 text-left data-placeholder:text-faint',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder ?? value} />
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-3.5 text-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[min(20rem,var(--radix-select-content-available-height))] min-w-(--radix-select-trigger-width) overflow-hidden rounded border border-line bg-raised p-1 shadow-float animate-rise"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <SelectItem key={option.value} {...option} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function SelectItem({ value, label, disabled }: SelectProps['options'][number]) {
  return (
    <Radix.Item
      value={encode(value)}
      disabled={disabled}
      className="flex h-7 select-none items-center gap-2 rounded-sm pr-7 pl-2 text-base outline-none data-disabled:opacity-50 data-highlighted:bg-hover"
    >
      <Radix.ItemText>{label}</Radix.ItemText>
      <Radix.ItemIndicator className="absolute right-3">
        <Check aria-hidden className="size-3.5 text-accent" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
}
