import type { ReactNode } from 'react';
import { cn } from './cn';

export interface Fact {
  label: ReactNode;
  value: ReactNode;
  key?: string;
}

interface FactListProps {
  facts: Fact[];
  /** `row`: side by side, as many as fit. `column`: one below the other. */
  layout?: 'row' | 'column';
  className?: string;
}

/** Labels and their values. */
export function FactList({ facts, layout = 'row', className }: FactListProps) {
  return (
    <dl
      className={cn(
        'shrink-0',
        layout === 'row'
          ? 'flex flex-wrap gap-x-8 gap-y-2'
          : 'grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1.5',
        className,
      )}
    >
      {facts.map((fact) => (
        <div key={fact.key ?? String(fact.label)} className={layout === 'row' ? 'min-w-0' : 'contents'}>
          <dt className="text-sm text-faint">{fact.label}</dt>
          <dd className="min-w-0 wrap-break-word">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
