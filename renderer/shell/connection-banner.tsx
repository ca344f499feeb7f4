import { useEffect, useState } from 'react';
import { retryNow, useConnection } from '../rpc/connection';
import { Button } from '../ui/button';
import { StatusIcon } from '../ui/status';

/** Says that the way to the main process is lost, and when it is tried again. */
export function ConnectionBanner() {
  const { state, retryAt } = useConnection();
  if (state !== 'lost') return null;
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 border-b border-attention/40 bg-attention-soft px-5 py-1.5"
    >
      <StatusIcon state="attention" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">The connection to Fedwright is lost.</span>{' '}
        <span className="text-muted">What is shown may be old. Tasks go on without this window. </span>
        <Countdown until={retryAt} />
      </p>
      <Button size="sm" onClick={retryNow} disabled={retryAt === null}>
        Try now
      </Button>
    </div>
  );
}

function Countdown({ until }: { until: number | null }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (until === null) return <span className="text-muted">Connecting.</span>;
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return <span className="tabular text-muted">Next attempt in {seconds} s.</span>;
}
