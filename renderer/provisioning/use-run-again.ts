import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../rpc/client';

/** Starts a new run of the project as it is stored now, and opens it. */
export function useRunAgain(projectId: string) {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: () => client.provisioning.start({ projectId }),
    onSuccess: ({ runId }) => void navigate({ to: '/runs/$runId', params: { runId } }),
  });
  return { start: () => start.mutate(), starting: start.isPending, error: start.error };
}
