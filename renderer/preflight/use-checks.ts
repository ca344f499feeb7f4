import { useEffect, useState } from 'react';
import type { CheckResult, Place } from '../../preload/contract/preflight';
import { client } from '../rpc/client';
import { useStream } from '../rpc/use-stream';

/** What is checked from where, as the address of the page has it. */
export interface PreflightSearch {
  kit?: string;
  host?: string;
  directory?: string;
  python?: string;
  purpose?: 'start' | 'connect';
}

export interface Checks {
  results: CheckResult[];
  /** What is being looked at. */
  looking: string | null;
  /** Null until all has been looked at. */
  startable: boolean | null;
  running: boolean;
  error: unknown;
}

const none = {
  results: [] as CheckResult[],
  looking: null as string | null,
  startable: null as boolean | null,
};

/** Makes the checks, and makes them again for another place or attempt. */
export function useChecks(search: (PreflightSearch & { kit: string }) | null, attempt: number): Checks {
  const [state, setState] = useState(none);
  const key = `${JSON.stringify(search)} ${attempt}`;
  // What was refused once is refused again: only a person tries once more.
  const [refused, setRefused] = useState<{ key: string; error: unknown } | null>(null);
  const failed = refused?.key === key ? refused : null;
  const { error } = useStream({
    key,
    enabled: search !== null && failed === null,
    open: (signal) => {
      setState(none);
      const { kit: kitId = '', purpose = 'connect' } = search ?? {};
      return client.preflight.watch({ kitId, purpose, place: placeOf(search ?? {}) }, { signal });
    },
    onEvent: (event) =>
      setState((before) => {
        if (event.type === 'looking') return { ...before, looking: event.title };
        if (event.type === 'done') return { ...before, looking: null, startable: event.startable };
        return { ...before, looking: null, results: [...before.results, event.result] };
      }),
  });
  useEffect(() => {
    if (error) setRefused({ key, error });
    // Only a new error is one of this key.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
  return { ...state, running: search !== null && state.startable === null && !failed, error: failed?.error };
}

const placeOf = ({ host, directory, python }: PreflightSearch): Place =>
  host === undefined
    ? { kind: 'local' }
    : { kind: 'host', hostId: host, directory: directory ?? null, python: python ?? null };
