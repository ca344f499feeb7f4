import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import type { Host } from '../../preload/contract/hosts';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Section } from '../ui/page';
import { StatusIcon } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { type HealthRow, healthRows } from './health-words';

/** What the host has and how it is, asked for on demand. */
export function HostHealth({ host }: { host: Host }) {
  const health = useQuery(
    orpc.hosts.health.queryOptions({ input: { hostId: host.id }, enabled: false, retry: false }),
  );
  return (
    <Section
      title="Health"
      actions={
        <Button size="sm" icon={Activity} busy={health.isFetching} onClick={() => void health.refetch()}>
          {health.data ? 'Check again' : 'Check health'}
        </Button>
      }
    >
      {health.error && !health.isFetching ? (
        <ErrorPanel error={health.error} title="The host could not be checked" />
      ) : null}
      {health.data ? (
        <>
          <p className="text-sm text-faint">
            As of <RelativeTime at={health.data.at} />
          </p>
          <FactList layout="column" facts={healthRows(health.data, host.kind).map(asFact)} />
        </>
      ) : null}
    </Section>
  );
}

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
