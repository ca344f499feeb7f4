import { useMutation } from '@tanstack/react-query';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { useHost } from '../rpc/use-capabilities';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { formatExact } from '../ui/format';
import { RelativeTime } from '../ui/time';
import { toast } from '../ui/toast';

interface Pending {
  source: string;
  madeAt: number;
}

/** A restore that waits for the next start: do it now, or call it off. */
export function PendingRestore({ pending }: { pending: Pending }) {
  const { capabilities } = useHost();
  const relaunch = useMutation({
    mutationFn: () => client.host.relaunch(),
    onError: (error) => toast.error(error),
  });
  const cancel = useMutation({
    mutationFn: () => client.upkeep.cancelRestore(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.upkeep.key() }),
    onError: (error) => toast.error(error),
  });
  return (
    <Callout
      tone="attention"
      title={`The backup of ${formatExact(pending.madeAt)} takes the place of what is here at the next start`}
      action={
        <>
          <Button size="sm" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Call it off
          </Button>
          {capabilities.relaunch ? (
            <Button size="sm" variant="primary" busy={relaunch.isPending} onClick={() => relaunch.mutate()}>
              Restart now
            </Button>
          ) : null}
        </>
      }
    >
      Until then everything works as before; what is changed is in the backup that is made first.
      {capabilities.relaunch ? null : ' End Fedwright and start it again.'}
    </Callout>
  );
}

interface Outcome {
  at: number;
  ok: boolean;
  madeAt: number;
  message: string;
  hint: string;
  before: string | null;
}

/** How the last restore ended; a good one is told for a day. */
export function LastRestore({ outcome, now }: { outcome: Outcome; now: number }) {
  if (outcome.ok && now - outcome.at > 86_400_000) return null;
  if (!outcome.ok)
    return (
      <Callout tone="failed" title="The backup was not restored">
        {outcome.message} {outcome.hint}
      </Callout>
    );
  return (
    <Callout tone="ok" title={`The backup of ${formatExact(outcome.madeAt)} was restored`}>
      <RelativeTime at={outcome.at} />. {outcome.before ? 'What was here before is in the list below.' : ''}
    </Callout>
  );
}
