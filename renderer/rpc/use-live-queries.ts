import { useEffect, useRef } from 'react';
import { client } from './client';
import { useConnection } from './connection';
import { queryClient } from './query-client';
import { useStream } from './use-stream';

const gatherMs = 150;

/** Refetches what is on screen whenever the store changed, by this window or by another process. */
export function useLiveQueries(): void {
  const seen = useRef<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useStream({
    key: 'host.watch',
    open: (signal) => client.host.watch(undefined, { signal }),
    onEvent: ({ revision }) => {
      const first = seen.current === null;
      if (seen.current === revision) return;
      seen.current = revision;
      if (first) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void queryClient.invalidateQueries(), gatherMs);
    },
  });

  // What happened while the connection was away was not announced.
  const epoch = useConnection((s) => s.epoch);
  useEffect(() => {
    if (epoch > 1) void queryClient.invalidateQueries();
  }, [epoch]);

  useEffect(() => () => clearTimeout(timer.current), []);
}
