import { useMutation } from '@tanstack/react-query';
import { client } from '../rpc/client';
import { toast } from '../ui/toast';

export type ParticipantAction = 'start' | 'stop' | 'restart';

/** What can be done with a federation. How it goes is seen in the stream of the page. */
export function useFederationActions(federationId: string) {
  const onError = (error: unknown) => toast.error(error);
  const stop = useMutation({ mutationFn: () => client.localFederations.stop({ federationId }), onError });
  const again = useMutation({
    mutationFn: () => client.localFederations.startAgain({ federationId }),
    onError,
  });
  const remove = useMutation({ mutationFn: () => client.localFederations.remove({ federationId }), onError });
  const cancel = useMutation({ mutationFn: (taskId: string) => client.tasks.cancel({ taskId }), onError });
  const control = useMutation({
    mutationFn: (input: { participant: string; action: ParticipantAction }) =>
      client.localFederations.control({ federationId, ...input }),
    onError,
  });
  return { stop, again, remove, cancel, control };
}
