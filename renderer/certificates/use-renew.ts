import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { client } from '../rpc/client';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import { planRenewal, type ProjectRenewal } from './renewal';

/** Renews the chosen certificates after a question: one run for each project. */
export function useRenew(onStarted: () => void) {
  const navigate = useNavigate();
  const start = useMutation({
    mutationFn: async (renewals: ProjectRenewal[]) => {
      const runs: string[] = [];
      for (const { projectId, participants } of renewals)
        runs.push((await client.provisioning.start({ projectId, scope: 'renew', participants })).runId);
      return runs;
    },
    onSuccess: ([runId, ...more]) => {
      onStarted();
      if (runId !== undefined && more.length === 0) void navigate({ to: '/runs/$runId', params: { runId } });
      else toast.info(`${more.length + 1} runs were started, one for each project.`);
    },
    onError: (error) => toast.error(error),
  });
  return {
    busy: start.isPending,
    async ask(certificates: readonly BoardCertificate[]): Promise<void> {
      const { renewals, title, text, label } = planRenewal(certificates);
      if (await confirm({ title, text, confirmLabel: label })) start.mutate(renewals);
    },
  };
}
