import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { RotateCcwKey } from 'lucide-react';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { toast } from '../ui/toast';

/** What a run of NVFlare leaves as it was: certificates that do not say what the project says. */
export function RunNeeds({ projectId }: { projectId: string }) {
  const navigate = useNavigate();
  const reissue = useQuery(orpc.provisioning.needs.queryOptions({ input: { projectId } }));
  const needs = reissue.data?.needs.filter(({ action }) => action === 'renew') ?? [];
  const participants = [...new Set(needs.map(({ participant }) => participant))];
  const renew = useMutation({
    mutationFn: () => client.provisioning.start({ projectId, scope: 'renew', participants }),
    onSuccess: ({ runId }) => void navigate({ to: '/runs/$runId', params: { runId } }),
    onError: (error) => toast.error(error),
  });
  if (participants.length === 0 || reissue.data?.onlyWhole) return null;
  const certificates = participants.length === 1 ? '1 certificate' : `${participants.length} certificates`;
  return (
    <Callout
      tone="attention"
      title={`${certificates} to renew`}
      action={
        <Button size="sm" icon={RotateCcwKey} busy={renew.isPending} onClick={() => renew.mutate()}>
          Renew {certificates}
        </Button>
      }
    >
      <ul>
        {needs.slice(0, 5).map(({ participant, kind, message }) => (
          <li key={`${participant} ${kind} ${message}`} className="wrap-anywhere">
            {participant}: {message}
          </li>
        ))}
        {needs.length > 5 ? <li>and {needs.length - 5} more</li> : null}
      </ul>
    </Callout>
  );
}
