import type { ReactNode } from 'react';
import type { ProvisionScope } from '../../preload/contract/provisioning';
import { cn } from '../ui/cn';

interface ScopeOptionProps {
  value: ProvisionScope;
  title: string;
  /** The one that is chosen. */
  scope: ProvisionScope;
  onScope: (scope: ProvisionScope) => void;
  /** What it does to kits. */
  children: ReactNode;
}

/** One way to provision, as a card that can be chosen. */
export function ScopeOption({ value, title, scope, onScope, children }: ScopeOptionProps) {
  return (
    <label
      className={cn(
        'flex cursor-pointer items-start gap-2 rounded border border-line px-3 py-2 hover:bg-hover',
        'has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2',
      )}
    >
      <input
        type="radio"
        name="scope"
        value={value}
        checked={value === scope}
        onChange={() => onScope(value)}
        className="mt-1 accent-(--accent)"
      />
      <span className="min-w-0">
        <span className="block font-medium">{title}</span>
        <span className="block wrap-anywhere text-muted">{children}</span>
      </span>
    </label>
  );
}
