import {
  CircleAlert,
  CircleCheck,
  CircleX,
  Copy,
  Info,
  type LucideIcon,
  RotateCw,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { type ErrorReport, toProblem } from '../rpc/errors';
import { Button } from './button';
import { cn } from './cn';
import { useCopy } from './copy';
import { isTypedIn } from './typing';

interface ErrorPanelProps {
  error: unknown;
  /** What was tried: `The project could not be saved`. */
  title?: string;
  onRetry?: () => void;
  /** A way out of just this error. */
  action?: ReactNode;
  className?: string;
}

/** What happened, why as far as known, what to do; details folded; to be copied as a whole. */
export function ErrorPanel({ error, title, onRetry, action, className }: ErrorPanelProps) {
  const report = toProblem(error);
  const { copied, copy } = useCopy(asText(report, title));
  return (
    <div
      ref={showInDialog}
      role="alert"
      className={cn('flex gap-2.5 rounded border border-failed/40 bg-failed-soft p-3', className)}
    >
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-semibold wrap-break-word">{title ?? report.message}</p>
        {title ? <p className="wrap-break-word">{report.message}</p> : null}
        {report.hint ? <p className="wrap-break-word text-muted">{report.hint}</p> : null}
        {report.problems?.length ? <ProblemList report={report} /> : null}
        <Details report={report} />
        <div className="mt-1 flex flex-wrap gap-2">
          {action}
          {onRetry ? (
            <Button size="sm" icon={RotateCw} onClick={onRetry}>
              Try again
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" icon={Copy} onClick={copy}>
            {copied ? 'Copied' : 'Copy details'}
          </Button>
        </div>
      </div>
    </div>
  );
}

/**
 * A form that is longer than the window has its buttons in sight, and what came of them below it otherwise. What nobody
 * asked for does not move the field that someone is typing in.
 */
const showInDialog = (panel: HTMLElement | null): void => {
  const dialog = panel?.closest('[role="dialog"]');
  if (panel && dialog && !isTypedIn(dialog)) panel.scrollIntoView({ block: 'nearest' });
};

function ProblemList({ report }: { report: ErrorReport }) {
  const shown = report.problems?.slice(0, 8) ?? [];
  const more = (report.problems?.length ?? 0) - shown.length;
  return (
    <ul className="list-disc pl-4 text-muted">
      {shown.map((problem) => (
        <li key={`${problem.field} ${problem.code}`} className="wrap-break-word">
          <span className="font-mono text-sm text-ink">{problem.field}</span> {problem.message}
        </li>
      ))}
      {more > 0 ? <li>and {more} more</li> : null}
    </ul>
  );
}

function Details({ report }: { report: ErrorReport }) {
  if (!report.details && !report.id) return null;
  return (
    <details className="text-sm">
      <summary className="w-fit rounded-sm text-muted hover:text-ink">Details</summary>
      {report.id ? <p className="mt-1 text-muted">In the app log as {report.id}</p> : null}
      {report.details ? (
        <pre
          tabIndex={0}
          className="mt-1 max-h-48 overflow-auto rounded-sm border border-line bg-sunken p-2 font-mono text-sm whitespace-pre-wrap wrap-break-word"
        >
          {report.details}
        </pre>
      ) : null}
    </details>
  );
}

function asText(report: ErrorReport, title: string | undefined): string {
  const problems = report.problems?.map((p) => `- ${p.field}: ${p.message} ${p.hint}`) ?? [];
  return [title, report.message, report.hint, ...problems, `Code ${report.code}`, report.id, report.details]
    .filter(Boolean)
    .join('\n');
}

const tones: Record<'info' | 'attention' | 'failed' | 'ok', { icon: LucideIcon; look: string; ink: string }> =
  {
    info: { icon: Info, look: 'border-running/35 bg-running-soft', ink: 'text-running' },
    attention: { icon: TriangleAlert, look: 'border-attention/40 bg-attention-soft', ink: 'text-attention' },
    failed: { icon: CircleAlert, look: 'border-failed/40 bg-failed-soft', ink: 'text-failed' },
    ok: { icon: CircleCheck, look: 'border-ok/35 bg-ok-soft', ink: 'text-ok' },
  };

interface CalloutProps {
  tone: 'info' | 'attention' | 'failed' | 'ok';
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** Something to know on this page, that is not the failure of an action. */
export function Callout({ tone, title, children, action, className }: CalloutProps) {
  const { icon: Icon, look, ink } = tones[tone];
  return (
    <div role="note" className={cn('flex items-start gap-2.5 rounded border px-3 py-2.5', look, className)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', ink)} />
      {/* Where there is little room, the action stands below the text rather than squeezing it. */}
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-2.5 gap-y-2">
        <div className="min-w-0 flex-[1_1_16rem]">
          <p className="font-medium wrap-break-word">{title}</p>
          {children ? <div className="wrap-break-word text-muted">{children}</div> : null}
        </div>
        {action ? <div className="flex shrink-0 flex-wrap gap-2">{action}</div> : null}
      </div>
    </div>
  );
}
