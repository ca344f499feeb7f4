import type { ReactNode } from 'react';
import type { CreateCheck } from '../../preload/contract/container-create';
import { Button } from '../ui/button';
import { StatusIcon } from '../ui/status';

interface ChecksProps {
  checks: CreateCheck[];
  onPort: (index: number, port: number) => void;
  /** What goes below the words that the image is not there. */
  pull: ReactNode;
}

const order = ['failed', 'attention', 'ok'] as const;

/** What was looked at: what is in the way comes first. */
export function Checks({ checks, onPort, pull }: ChecksProps) {
  const sorted = checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  return (
    <ul aria-label="What was looked at" className="flex flex-col gap-2">
      {sorted.map(({ state, about, message, hint, port }) => (
        <li key={message} className="flex items-start gap-2">
          <StatusIcon state={state} className="mt-0.5" />
          <div className="min-w-0 flex-1">
            <p className="wrap-break-word">{message}</p>
            {hint ? <p className="text-sm text-muted">{hint}</p> : null}
            {state === 'failed' && about === 'image' ? pull : null}
          </div>
          {port && port.nextFree !== null ? (
            <Button size="sm" onClick={() => onPort(port.index, port.nextFree ?? 0)}>
              {`Use ${port.nextFree}`}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
