import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { BoardCertificate } from '../../preload/contract/certificates';
import { certificateBoardOptions } from '../rpc/certificate-board';
import { client } from '../rpc/client';
import { useWorkspaceView } from '../rpc/workspace-view';
import { confirm } from '../ui/confirm';
import { toast } from '../ui/toast';
import { planRenewal, type ProjectRenewal } from './renewal';

interface Started {
  runs: string[];
  /** Ids of new requests. */
  requests: string[];
  /** Why others were not started. What was started goes on all the same. */
  failures: unknown[];
}

/** Renews the chosen certificates after a question: one run for each project, a request for each other one. */
export function useRenew(onStarted: () => void) {
  const show = useShowStarted();
  const board = useQuery(certificateBoardOptions(useWorkspaceView()));
  const start = useMutation({
    mutationFn: startAll,
    onSuccess: (started) => {
      if (started.runs.length + started.requests.length > 0) {
        onStarted();
        show(started);
      }
      started.failures.forEach((failure) => toast.error(failure));
    },
    onError: (error) => toast.error(error),
  });
  return {
    busy: start.isPending,
    async ask(certificates: readonly BoardCertificate[]): Promise<void> {
      const { renewals, requests, title, text, label } = planRenewal(certificates, board.data?.certificates);
      if (await confirm({ title, text, confirmLabel: label })) start.mutate({ renewals, requests });
    },
  };
}

async function startAll(plan: { renewals: ProjectRenewal[]; requests: string[] }): Promise<Started> {
  const started: Started = { runs: [], requests: [], failures: [] };
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void started.failures.push(error));
  for (const { projectId, participants } of plan.renewals)
    await attempt(
      client.provisioning
        .start({ projectId, scope: 'renew', participants })
        .then(({ runId }) => void started.runs.push(runId)),
    );
  for (const id of plan.requests)
    await attempt(
      client.distributed
        .renew({ requestId: id })
        .then(({ requestId }) => void started.requests.push(requestId)),
    );
  return started;
}

/** Leads to the one thing that was started, or says how many there are. */
function useShowStarted() {
  const navigate = useNavigate();
  return ({ runs, requests }: Started): void => {
    const [runId, ...moreRuns] = runs;
    const [open, ...moreRequests] = requests;
    if (open !== undefined && runId === undefined) {
      const one = moreRequests.length === 0 ? open : undefined;
      void navigate({ to: '/distributed', search: { tab: 'join', open: one } });
    } else if (runId !== undefined && open === undefined && moreRuns.length === 0)
      void navigate({ to: '/runs/$runId', params: { runId } });
    else toast.info([countRuns(runs.length), countRequests(requests.length)].filter(Boolean).join(' '));
  };
}

const countRuns = (runs: number): string => {
  if (runs === 0) return '';
  return runs === 1 ? '1 run was started.' : `${runs} runs were started, one for each project.`;
};

const countRequests = (requests: number): string => {
  if (requests === 0) return '';
  return requests === 1
    ? '1 request is being made: it is under Signing.'
    : `${requests} requests are being made: they are under Signing.`;
};
