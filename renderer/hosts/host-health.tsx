import { useMutation, useQuery } from '@tanstack/react-query';
import { Activity, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Host, HostHealth as Health } from '../../preload/contract/hosts';
import { client, orpc } from '../rpc/client';
import { toProblem } from '../rpc/errors';
import { refreshKnownHealth } from '../rpc/known-health';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Section } from '../ui/page';
import { StatusIcon } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { type HealthRow, healthRows } from './health-words';
import { stateOf } from './host-words';

/** How long figures are good before the next look at them. */
const everyMs = 5000;

/**
 * What the host has and how it is: what is known of it at once, and then what it says now, again and again. One that
 * is not connected is asked on demand only: to look at it is no wish to log in there.
 */
export function HostHealth({ host }: { host: Host }) {
  const input = { hostId: host.id };
  const mayUse = useHost().actor.permissions.includes('hosts.use');
  const known = useQuery(orpc.hosts.knownHealth.queryOptions({ input }));
  const isReached = ['here', 'open'].includes(stateOf(host));
  const live = useQuery(
    orpc.hosts.live.queryOptions({
      ...{ input, enabled: isReached && mayUse },
      ...{ retry: false, retryOnMount: false, networkMode: 'always', staleTime: everyMs },
      // One that could not be looked at once is asked again on demand.
      refetchInterval: ({ state }) => (state.status === 'error' && !state.data ? false : everyMs),
    }),
  );
  const check = useHealthCheck(host.id);
  // With other settings it may be another machine.
  const health = newest(
    [check.data, live.data, known.data].filter((each) => (each?.at ?? 0) >= host.updatedAt),
  );
  const error = check.isPending ? null : (failureOf(check.error) ?? failureOf(live.error));
  const isAsked = check.isPending || live.isFetching;
  return (
    <Section
      title="Health"
      actions={
        check.isPending ? (
          <Button size="sm" icon={X} onClick={check.cancel}>
            Stop checking
          </Button>
        ) : mayUse ? (
          <Button size="sm" icon={Activity} onClick={() => check.mutate()}>
            Check health
          </Button>
        ) : null
      }
    >
      {error ? <ErrorPanel error={error} title="The host could not be checked" /> : null}
      {health ? (
        <>
          <p className="text-sm text-faint">
            As of <RelativeTime at={health.figuresAt} />
            {health.figuresAt - health.at > 60_000 ? (
              <>
                ; versions, clock and ports as of <RelativeTime at={health.at} />
              </>
            ) : null}
          </p>
          <FactList layout="column" facts={healthRows(health, host.kind).map(asFact)} />
        </>
      ) : null}
      {isAsked && !health ? <p className="text-muted">Asking the host.</p> : null}
      {health || isAsked || error || known.isPending ? null : <p className="text-muted">Not checked yet.</p>}
    </Section>
  );
}

/** One that was stopped on purpose, or whose connection was, is no failure. */
const failureOf = (thrown: Error | null): Error | null =>
  thrown && toProblem(thrown).code === 'CANCELLED' ? null : thrown;

/** A whole look, which connects to the host where it has to. It ends on demand, and with the page. */
function useHealthCheck(hostId: string) {
  const stop = useRef<AbortController | null>(null);
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      return client.hosts.health({ hostId }, { signal: stop.current.signal });
    },
    onSuccess: () => refreshKnownHealth(),
  });
  const cancel = () => stop.current?.abort();
  useEffect(() => cancel, []);
  return { mutate, data, error, isPending, cancel };
}

const newest = (all: (Health | null | undefined)[]): Health | null =>
  all.reduce<Health | null>(
    (best, one) => (one && one.figuresAt >= (best?.figuresAt ?? 0) ? one : best),
    null,
  );

const stateNames = { ok: 'OK', attention: 'Wants attention', stale: 'Not known' } as const;

const asFact = ({ label, state, value }: HealthRow, index: number) => ({
  key: `${index} ${label}`,
  label,
  value: (
    <span className="inline-flex items-start gap-1.5">
      <StatusIcon state={state} className="mt-1 size-3.5" />
      <span className="sr-only">{stateNames[state]}:</span>
      <span className="min-w-0 wrap-break-word">{value}</span>
    </span>
  ),
});
