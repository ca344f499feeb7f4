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
  /** On that host. */
  container?: string;
  /** The host that the server runs on; `none`: it is not known, although a server is deployed. */
  server?: string;
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
  key: '',
  results: [] as CheckResult[],
  looking: null as string | null,
  startable: null as boolean | null,
};

/**
 * Makes the checks, and makes them again for another place or attempt. With the host of the server the clocks of the
 * two are compared.
 */
export function useChecks(
  search: (PreflightSearch & { kit: string }) | null,
  serverHostId: string | null,
  attempt: number,
): Checks {
  const [last, setLast] = useState(none);
  const key = `${JSON.stringify(search)} ${serverHostId} ${attempt}`;
  // What was found before is not shown for what is looked at next, not even until its first answer.
  const state = last.key === key ? last : none;
  // What was refused once is refused again: only a person tries once more.
  const [refused, setRefused] = useState<{ key: string; error: unknown } | null>(null);
  const failed = refused?.key === key ? refused : null;
  const { error } = useStream({
    key,
    enabled: search !== null && failed === null,
    open: (signal) => {
      setLast({ ...none, key });
      const { kit: kitId = '', purpose = 'connect' } = search ?? {};
      return client.preflight.watch(
        { kitId, purpose, place: placeOf(search ?? {}), serverHostId },
        { signal },
      );
    },
    onEvent: (event) =>
      setLast((before) => {
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
  const { results, looking, startable } = state;
  const running = search !== null && startable === null && !failed;
  return { results, looking, startable, running, error: failed?.error };
}

function placeOf({ host: hostId, directory, python, container }: PreflightSearch): Place {
  if (hostId === undefined) return { kind: 'local' };
  if (container !== undefined) return { kind: 'container', hostId, name: container };
  return { kind: 'host', hostId, directory: directory ?? null, python: python ?? null };
}
