import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ContainerSpec } from '../../preload/contract/container-create';
import type { Host } from '../../preload/contract/hosts';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { Progress } from '../ui/progress';
import { Checks } from './checks';
import { describeSpec } from './describe-spec';
import { Placement } from './placement';
import { PullImage } from './pull-image';

interface ReviewDialogProps {
  spec: ContainerSpec;
  /** Null: the one that fits. */
  hostId: string | null;
  hosts: Host[];
  onClose: () => void;
  /** Takes another port of the host for one that is taken. */
  onPort: (index: number, port: number) => void;
  onMade: (made: { hostId: string; name: string; ports: number[] }) => void;
}

/** What will be made and where, and what is in the way of it. */
export function ReviewDialog({ spec, hostId, hosts, onClose, onPort, onMade }: ReviewDialogProps) {
  const fresh = { staleTime: 0, gcTime: 0, retry: false } as const;
  const choice = useQuery(
    orpc.containerCreate.choose.queryOptions({ input: { spec }, enabled: hostId === null, ...fresh }),
  );
  const place = hostId ?? choice.data?.chosen ?? null;
  const check = useQuery(
    orpc.containerCreate.check.queryOptions({
      input: { hostId: place ?? '', spec },
      enabled: place !== null,
      ...fresh,
    }),
  );
  const { refetch: chooseAgain } = choice;
  const { refetch: checkAgain } = check;
  const lookAgain = useCallback(() => {
    void queryClient.invalidateQueries({ queryKey: orpc.containerCreate.offers.key() });
    if (hostId === null) void chooseAgain();
    void checkAgain();
  }, [hostId, chooseAgain, checkAgain]);
  const create = useMutation({
    mutationFn: (where: string) => client.containerCreate.create({ hostId: where, spec }),
    onSuccess: ({ name, ports }, where) => onMade({ hostId: where, name, ports }),
  });
  const failed = check.data?.checks.some(({ state }) => state === 'failed') ?? true;
  const name = hosts.find(({ id }) => id === place)?.name;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="md"
      title={name === undefined ? 'Create a container' : `Create a container on ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button
            variant="primary"
            busy={create.isPending}
            disabled={failed || place === null}
            onClick={() => place !== null && create.mutate(place)}
          >
            {spec.start ? 'Create and start' : 'Create'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {create.error ? <ErrorPanel error={create.error} title="It was not made" /> : null}
        {choice.error ? <ErrorPanel error={choice.error} /> : null}
        {choice.isFetching ? <Progress value={null} label="Looking for the host that fits" /> : null}
        {choice.data ? <Placement choice={choice.data} /> : null}
        {check.error ? <ErrorPanel error={check.error} onRetry={() => void check.refetch()} /> : null}
        {check.isFetching ? <Progress value={null} label="Looking at the host" /> : null}
        {check.data && place !== null ? (
          <Checks
            checks={check.data.checks}
            onPort={onPort}
            pull={<PullImage key={place} hostId={place} image={spec.image} onPulled={lookAgain} />}
          />
        ) : null}
        <section aria-label="What will be made">
          <FactList
            layout="column"
            facts={describeSpec(spec, check.data?.ports ?? []).map(({ label, value }, index) => ({
              ...{ key: `${index} ${label}`, label },
              value: <span className="font-mono text-sm wrap-anywhere">{value}</span>,
            }))}
          />
        </section>
      </div>
    </Dialog>
  );
}
