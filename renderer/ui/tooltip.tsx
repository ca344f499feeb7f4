import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface TooltipProps {
  content: ReactNode;
  children: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** Shows `content` when the child is hovered or focused. The child must take a ref and be focusable. */
export function Tooltip({ content, children, side = 'bottom' }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 rounded-sm border border-line bg-raised px-2 py-1 text-sm text-ink shadow-float animate-appear"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Makes tooltips work below it; once, at the root of the page. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={150}>
      {children}
    </Radix.Provider>
  );
}

interface TermProps {
  term: string;
  explain: string;
}

/** A word of the field that explains itself on hover and focus. */
export function Term({ term, explain }: TermProps) {
  return (
    <Tooltip content={explain}>
      <span
        tabIndex={0}
        className="cursor-help rounded-sm underline decoration-line-strong decoration-dotted underline-offset-3"
      >
        {term}
      </span>
    </Tooltip>
  );
}
