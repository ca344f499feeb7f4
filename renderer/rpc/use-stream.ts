import { useEffect, useEffectEvent, useState } from 'react';
import { useConnection } from './connection';

export type StreamState = 'opening' | 'live' | 'ended' | 'failed';

interface StreamOptions<T> {
  /** Opens the stream; pass `signal` on to the call. */
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>;
  onEvent: (event: T) => void;
  /** Opens again when this changes. */
  key: string;
  enabled?: boolean;
}

/**
 * Consumes an event stream while the component is mounted. Opens it again after a lost connection, and after
 * a failure with a pause of two seconds; ends when the stream itself ends.
 */
export function useStream<T>({ open, onEvent, key, enabled = true }: StreamOptions<T>) {
  const epoch = useConnection((s) => (s.state === 'open' ? s.epoch : 0));
  const [state, setState] = useState<StreamState>('opening');
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const openNow = useEffectEvent(open);
  const handle = useEffectEvent(onEvent);

  useEffect(() => {
    if (!enabled || epoch === 0) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const run = async () => {
      const events = await openNow(controller.signal);
      setState('live');
      setError(null);
      for await (const event of events) {
        if (stopped) return;
        handle(event);
      }
      if (!stopped) setState('ended');
    };
    setState('opening');
    run().catch((reason: unknown) => {
      if (stopped) return;
      setState('failed');
      setError(reason);
      timer = setTimeout(() => setAttempt((n) => n + 1), 2000);
    });
    return () => {
      stopped = true;
      clearTimeout(timer);
      // A closed connection has ended the stream already, and has no way left to tell the other side.
      if (useConnection.getState().state === 'open') controller.abort();
    };
  }, [key, enabled, epoch, attempt]);

  return { state, error };
}
