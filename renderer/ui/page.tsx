import type { ReactNode } from 'react';
import { cn } from './cn';
import { InspectorPane } from './inspector-pane';

interface PageProps {
  title: ReactNode;
  /** How it is, in a word or a line: the answer to "is it all right?". */
  state?: ReactNode;
  /** The primary action, and at most a few beside it. */
  actions?: ReactNode;
  tabs?: ReactNode;
  /** The selected thing, on the right; the list stays. */
  inspector?: ReactNode;
  children: ReactNode;
}

/** The frame of every page: title line, tabs, content, inspector. */
export function Page({ title, state, actions, tabs, inspector, children }: PageProps) {
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="shrink-0 border-b border-line px-5 pt-3">
        {/* As high with buttons as without, the padding included: the page below stays where it is. */}
        <div
          className={cn(
            'flex flex-wrap items-center gap-x-3 gap-y-1',
            tabs ? 'min-h-8.5 pb-1' : 'min-h-10.5 pb-3',
          )}
        >
          <h1 className="min-w-0 truncate text-title font-semibold tracking-[-0.01em]">{title}</h1>
          {state ? <div className="flex min-w-0 flex-wrap items-center gap-2">{state}</div> : null}
          {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
        </div>
        {tabs}
      </header>
      <div className="@container relative flex min-h-0 flex-1">
        {/* F6 leads here, so that a page without controls scrolls by keyboard too. */}
        <div
          data-page-content
          tabIndex={-1}
          className="flex min-h-0 min-w-0 flex-1 flex-col gap-5 overflow-x-hidden overflow-y-auto p-5"
        >
          {children}
        </div>
        {inspector ? <InspectorPane>{inspector}</InspectorPane> : null}
      </div>
    </div>
  );
}

interface SectionProps {
  title: ReactNode;
  actions?: ReactNode;
  description?: ReactNode;
  /** A number of the section's things, beside its title. */
  count?: number;
  id?: string;
  className?: string;
  children?: ReactNode;
}

/** A titled part of a page. */
export function Section({ title, actions, description, count, id, className, children }: SectionProps) {
  return (
    <section id={id} className={cn('flex shrink-0 flex-col gap-2', className)}>
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-base font-semibold">
          {title}
          {count === undefined ? null : (
            <span className="tabular ml-1.5 font-normal text-faint">{count}</span>
          )}
        </h2>
        {actions ? <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {description ? <p className="-mt-1 max-w-3xl text-muted">{description}</p> : null}
      {children}
    </section>
  );
}

/** A framed surface for things that belong together. */
export function Panel({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={cn('rounded border border-line bg-surface', className)}>{children}</div>;
}
