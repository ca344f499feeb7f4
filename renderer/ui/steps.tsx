import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

export interface Step {
  title: string;
  /** Whose turn it is, where several people have a part in it. */
  who?: string;
  /** What happens, in a sentence or two; shown for what is done as well. */
  text?: ReactNode;
  state: 'done' | 'now' | 'later';
  /** What to do it with. */
  content?: ReactNode;
}

/** The steps of a thing that takes a while: what is done, what comes next, and who does it. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <ol aria-label={label} className="isolate flex flex-col">
      {steps.map((step, index) => (
        <li
          key={step.title}
          aria-current={step.state === 'now' ? 'step' : undefined}
          className="relative flex gap-3 pb-5 last:pb-0"
        >
          {index < steps.length - 1 ? (
            <span aria-hidden className="absolute top-6 bottom-0 left-3 w-px bg-line" />
          ) : null}
          <Marker step={step} number={index + 1} />
          <div className="flex min-w-0 flex-1 flex-col gap-2 pt-0.5">
            <div>
              <h3 className={cn('font-semibold', step.state === 'later' && 'text-muted')}>{step.title}</h3>
              <p className="text-sm text-muted">
                {step.who}
                {step.state === 'done' ? (step.who ? ', done' : 'Done') : ''}
              </p>
            </div>
            {step.text ? <div className="text-muted wrap-break-word">{step.text}</div> : null}
            {step.content}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Marker({ step, number }: { step: Step; number: number }) {
  return (
    <span
      aria-hidden
      className={cn(
        'z-10 grid size-6 shrink-0 place-items-center rounded-full border text-sm font-medium tabular',
        step.state === 'done' && 'border-ok/40 bg-ok-soft text-ok',
        step.state === 'now' && 'border-accent bg-accent text-on-accent',
        step.state === 'later' && 'border-line bg-surface text-muted',
      )}
    >
      {step.state === 'done' ? <Check className="size-3.5" /> : number}
    </span>
  );
}
