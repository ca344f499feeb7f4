import {
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** How a thing is: five states, and `stale` for what is no longer known. */
export type StatusState = 'running' | 'ok' | 'attention' | 'failed' | 'off' | 'stale';

const looks: Record<StatusState, { icon: LucideIcon; colour: string }> = {
  running: { icon: LoaderCircle, colour: 'text-running' },
  ok: { icon: CircleCheck, colour: 'text-ok' },
  attention: { icon: TriangleAlert, colour: 'text-attention' },
  failed: { icon: CircleX, colour: 'text-failed' },
  off: { icon: CircleMinus, colour: 'text-off' },
  stale: { icon: CircleDashed, colour: 'text-stale' },
};

/** Only the icon of a state; for places where the word stands next to it already. */
export function StatusIcon({ state, className }: { state: StatusState; className?: string }) {
  const { icon: Icon, colour } = looks[state];
  return (
    <Icon
      aria-hidden
      className={cn('size-4 shrink-0', colour, state === 'running' && 'animate-turn', className)}
      strokeWidth={2}
    />
  );
}

interface StatusProps {
  state: StatusState;
  label: string;
  detail?: ReactNode;
  className?: string;
}

/** A state as icon, word and colour. */
export function Status({ state, label, detail, className }: StatusProps) {
  return (
    <span
      className={cn('inline-flex min-w-0 items-center gap-1.5 align-middle whitespace-nowrap', className)}
    >
      <StatusIcon state={state} className="size-3.5" />
      <span className={cn('font-medium', looks[state].colour)}>{label}</span>
      {detail ? <span className="truncate text-muted">{detail}</span> : null}
    </span>
  );
}
