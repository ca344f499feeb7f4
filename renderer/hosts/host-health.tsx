import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import type { Host, HostHealth as Health } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';
import { hasCode } from '../rpc/errors';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Section } from '../ui/page';
import { StatusIcon } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { type HealthRow, healthRows } from './health-words';
import { stateOf } from './host-words';

/** How long a look is good enough to be shown without another one. */
const freshMs = 60_000;

/**
 * What the host has and how it is: what is known of it at once, and then what it says now. One that is not connected is
 * asked on demand only: to look at it is no wish to log in there.
 */
export function HostHealth({ host }: { host: Host }) {
  const input = { hostId: host.id };
  const { permissions } = useHost().actor;
  const known = useQuery(orpc.hosts.knownHealth.queryOptions({ input }));
  const isReached = ['here', 'open'].includes(stateOf(host));
  const asksByItself = isReached && permissions.includes('hosts.use');
  // With other settings it may be another machine.
  const isOfThis = (health: Health | null | undefined) => (health?.at ?? 0) >= host.updatedAt;
  const asked = useQuery(
    orpc.hosts.health.queryOptions({
      ...{ input, enabled: asksByItself, retry: false, retryOnMount: false, networkMode: 'always' },
      staleTime: ({ state }) => (isOfThis(state.data) ? freshMs : 0),
    }),
  );
  const health = newest([asked.data, known.data].filter(isOfThis));
  return (
    <Section
      title="Health"
      actions={
        <Button size="sm" icon={Activity} busy={asked.isFetching} onClick={() => void asked.refetch()}>
          Check health
        </Button>
      }
    >
      {asked.error && !hasCode(asked.error, 'CANCELLED') && !asked.isFetching ? (
        <ErrorPanel error={asked.error} title="The host could not be checked" />
      ) : null}
      {health ? (
        <>
          <p className="text-sm text-faint">
            As of <RelativeTime at={health.at} />
          </p>
          <FactList layout="column" facts={healthRows(health, host.kind).map(asFact)} />
        </>
      ) : null}
      {health || asked.isFetching || asked.error || known.isPending ? null : (
        <p className="text-muted">Not checked yet.</p>
      )}
    </Section>
  );
}

const newest = (all: (Health | null | undefined)[]): Health | null =>
  all.reduce<Health | null>((best, one) => (one && one.at >= (best?.at ?? 0) ? one : best), null);

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
