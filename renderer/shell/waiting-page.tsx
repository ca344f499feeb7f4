import { useEffect, useState } from 'react';
import { retryNow, useConnection } from '../rpc/connection';
import { Button } from '../ui/button';
import { Mark } from './mark';

const quietMs = 600;

/** Before the first connection. Says nothing for the moment that it normally takes. */
export function WaitingPage() {
  const lost = useConnection((s) => s.state === 'lost');
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="flex h-full flex-col items-center justify-center gap-3 p-6 text-center">
      <Mark className="size-8 text-accent" />
      <h1 className="sr-only">Fedwright</h1>
      <p role="status" className="min-h-5 text-muted">
        {lost ? 'Fedwright does not answer. It is tried again by itself.' : slow ? 'Connecting' : ''}
      </p>
      {lost ? <Button onClick={retryNow}>Try now</Button> : null}
    </main>
  );
}
