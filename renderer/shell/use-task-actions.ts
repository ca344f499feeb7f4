import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { toast } from '../ui/toast';

/** Cancel, run again and dismiss, for one task; failures are told in a toast. */
export function useTaskActions(taskId: string) {
  const navigate = useNavigate();
  const onError = (error: Error) => toast.error(error);
  const cancel = useMutation(orpc.tasks.cancel.mutationOptions({ onError }));
  const dismiss = useMutation(orpc.tasks.dismiss.mutationOptions({ onError }));
  const retry = useMutation(
    orpc.tasks.retry.mutationOptions({
      onError,
      onSuccess: (task) => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } }),
    }),
  );
  return {
    cancel: () => cancel.mutate({ taskId }),
    retry: () => retry.mutate({ taskId }),
    dismiss: () => dismiss.mutate({ taskId }),
    busy: cancel.isPending || retry.isPending || dismiss.isPending,
  };
}
