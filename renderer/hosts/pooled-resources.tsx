import { useMutation } from '@tanstack/react-query';
import { Activity, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Host } from '../../preload/contract/hosts';
import { client } from '../rpc/client';
import { refreshKnownHealth } from '../rpc/known-health';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import type { HostRow } from './host-columns';
import { stateOf } from './host-words';
import { describePool, poolOf } from './pooled';

/** What the hosts that are shown have together, and a look at those that are connected. */
export function PooledResources({ rows }: { rows: HostRow[] }) {
  const pool = poolOf(rows.map(({ health }) => health));
  const reached = rows.filter(({ host }) => ['here', 'open'].includes(stateOf(host)));
  const { permissions } = useHost().actor;
  const look = useLook();
  return (
    <section
      aria-label="What they have together"
      className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1"
    >
      <p className="text-muted">
        {pool.known === 0
          ? 'Not checked yet.'
          : `Total of ${pool.known} of ${pool.hosts} ${pool.hosts === 1 ? 'host' : 'hosts'}:`}
      </p>
      {describePool(pool).map((words) => (
        <p key={words} className="tabular font-medium">
          {words}
        </p>
      ))}
      {!permissions.includes('hosts.use') ||
      (reached.length === 0 && !look.isPending) ? null : look.isPending ? (
        <Button size="sm" icon={X} onClick={look.cancel}>
          Stop checking
        </Button>
      ) : (
        <Button size="sm" icon={Activity} onClick={() => look.mutate(reached.map(({ host }) => host))}>
          {reached.length === 1 ? 'Check the connected host' : `Check ${reached.length} connected hosts`}
        </Button>
      )}
      {look.failed.length > 0 ? (
        <p role="alert" className="text-failed">
          Could not be checked: {look.failed.join(', ')}. Select one and check it to see why.
        </p>
      ) : null}
    </section>
  );
}

/** Each host by itself; `failed` are the names of those that could not be looked at. */
function useLook() {
  const stop = useRef<AbortController | null>(null);
  const { mutate, isPending, data } = useMutation({
    mutationFn: async (hosts: Host[]) => {
      stop.current = new AbortController();
      const { signal } = stop.current;
      const looks = await Promise.allSettled(
        hosts.map(async ({ id: hostId }) => {
          await client.hosts.health({ hostId }, { signal });
          await refreshKnownHealth();
        }),
      );
      if (signal.aborted) return [];
      return hosts.filter((_host, index) => looks[index]?.status === 'rejected').map(({ name }) => name);
    },
  });
  const cancel = () => stop.current?.abort();
  useEffect(() => cancel, []);
  return { mutate, isPending, cancel, failed: data ?? [] };
}
