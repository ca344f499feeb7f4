import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { toast } from '../ui/toast';

/** Starts to provision a project and goes to the run; a refusal leads to the project, where it is put right. */
export function useProvision() {
  const navigate = useNavigate();
  return useMutation(
    orpc.provisioning.start.mutationOptions({
      onSuccess: ({ runId }) => void navigate({ to: '/runs/$runId', params: { runId } }),
      onError: (error, { projectId }) =>
        toast.error(error, {
          action: {
            label: 'Open project',
            onClick: () => void navigate({ to: '/projects/$projectId', params: { projectId } }),
          },
        }),
    }),
  );
}
