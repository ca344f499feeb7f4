import { useMutation } from '@tanstack/react-query';
import type { Handover } from '../../preload/contract/kits';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';

/** Everything that says who has which kit is asked for again. */
export function refreshHandovers(): void {
  for (const queryKey of [orpc.kits.key(), orpc.kitHistory.key(), orpc.provisioning.rotation.key()])
    void queryClient.invalidateQueries({ queryKey });
}

/** Takes back what was recorded a moment ago; what of it cannot be is told. */
export async function undoHandovers(handoverIds: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(
    handoverIds.map((handoverId) => client.kits.withdrawHandover({ handoverId })),
  );
  refreshHandovers();
  const failed = answers.filter((answer) => answer.status === 'rejected');
  const done = answers.length - failed.length;
  if (done > 0 && failed.length > 0) toast.info(`Withdrawn: ${done} of ${answers.length} records.`);
  if (failed[0]) toast.error(failed[0].reason);
  else toast.success(handoverIds.length === 1 ? 'The record is withdrawn.' : 'The records are withdrawn.');
}

/** Withdraws one record after a question: a hand-over that did happen belongs on record. */
export function useWithdraw() {
  const withdraw = useMutation({
    mutationFn: (handoverId: string) => undoHandovers([handoverId]),
    onError: (error) => toast.error(error),
  });
  return {
    busy: withdraw.isPending,
    async ask({ id, participant, recipient }: Handover): Promise<void> {
      const yes = await confirm({
        title: 'Withdraw this record?',
        text: `Withdraw it only if ${recipient} did not get the kit of ${participant}. Whoever has a kit can use it, recorded or not. The audit trail keeps that it was recorded and withdrawn.`,
        confirmLabel: 'Withdraw record',
        danger: true,
      });
      if (yes) withdraw.mutate(id);
    },
  };
}
