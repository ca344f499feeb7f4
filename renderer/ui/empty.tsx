import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** One sentence on what belongs here. */
  children?: ReactNode;
  /** The one action that fills it. */
  action?: ReactNode;
  secondary?: ReactNode;
}

/** What a page shows while it has nothing to show. */
export function EmptyState({ title, children, action, secondary }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-1 px-6 py-12 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children ? <div className="max-w-lg text-muted">{children}</div> : null}
      {action || secondary ? (
        <div className="mt-3 flex flex-wrap items-center justify-center gap-2">
          {action}
          {secondary}
        </div>
      ) : null}
    </div>
  );
}
