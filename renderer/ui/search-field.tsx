import { Search } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { TextInput } from './field';

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  value: string;
  onChange: (value: string) => void;
  'aria-label': string;
}

/** A field to look for something; Escape empties it. */
export function SearchField({ value, onChange, className, onKeyDown, ...rest }: SearchFieldProps) {
  return (
    <div className={cn('relative w-52 max-w-full', className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-faint" />
      <TextInput
        {...rest}
        type="search"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key !== 'Escape' || value === '') return;
          onChange('');
          event.stopPropagation();
        }}
        className="pl-7"
      />
    </div>
  );
}
