import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { toast } from '../ui/toast';

/** Starts to install NVFlare into Fedwright's own environment; the tray shows how it goes. */
export function useInstall() {
  const navigate = useNavigate();
  return useMutation(
    orpc.runtime.install.mutationOptions({
      onSuccess: ({ taskId, version }) => {
        void queryClient.invalidateQueries({ queryKey: orpc.runtime.key() });
        toast.info(`Installing NVFlare ${version}`, {
          id: taskId,
          action: {
            label: 'Open log',
            onClick: () => void navigate({ to: '/tasks/$taskId', params: { taskId } }),
          },
        });
      },
      onError: (error) => toast.error(error),
    }),
  );
}
