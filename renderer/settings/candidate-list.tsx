import { useMutation } from '@tanstack/react-query';
import { FolderSearch } from 'lucide-react';
import type { RuntimeCandidate, RuntimeStatus } from '../../preload/contract/runtime';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { candidateStatus, sourceWords, versionsOf } from '../runtime/runtime-words';
import { pickPath } from '../shell/pick-path';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { Status } from '../ui/status';
import { toast } from '../ui/toast';

type Choice = { candidateId: string } | { grantId: string } | Record<never, never>;

function useChoose() {
  return useMutation({
    mutationFn: (choice: Choice) => client.runtime.choose(choice),
    onSuccess: (status) => {
      queryClient.setQueryData(orpc.runtime.status.queryKey({ input: {} }), status);
      return queryClient.invalidateQueries({ queryKey: orpc.host.status.key() });
    },
    onError: (error) => toast.error(error),
  });
}

/** The Pythons that were found, and the choice among them. */
export function CandidateList({ status }: { status: RuntimeStatus }) {
  const choose = useChoose();
  const pick = async () => {
    const grant = await pickPath({ kind: 'file', title: 'Choose the Python of an environment with NVFlare' });
    if (grant) choose.mutate({ grantId: grant.id });
  };
  return (
    <div className="border-b border-line">
      {status.candidates.length > 0 ? (
        <ul aria-label="Pythons that were found">
          {status.candidates.map((candidate) => (
            <Candidate
              key={candidate.id}
              candidate={candidate}
              chosen={candidate.id === status.chosen?.id}
              busy={choose.isPending}
              onChoose={() => choose.mutate({ candidateId: candidate.id })}
            />
          ))}
        </ul>
      ) : (
        <p className="px-4 py-3 text-muted">No Python was found on this machine.</p>
      )}
      <div className="flex flex-wrap gap-2 px-4 py-3">
        <Button icon={FolderSearch} onClick={() => void pick().catch((error: unknown) => toast.error(error))}>
          Choose a Python
        </Button>
        <Button variant="ghost" disabled={choose.isPending} onClick={() => choose.mutate({})}>
          Let Fedwright choose
        </Button>
      </div>
    </div>
  );
}

interface CandidateProps {
  candidate: RuntimeCandidate;
  chosen: boolean;
  busy: boolean;
  onChoose: () => void;
}

function Candidate({ candidate, chosen, busy, onChoose }: CandidateProps) {
  const usable = candidate.state === 'ok' || candidate.state === 'untested';
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3">
          <span className="font-medium">{versionsOf(candidate)}</span>
          <Status {...candidateStatus(candidate)} />
          <span className="text-sm text-faint">
            {sourceWords[candidate.source]}
            {candidate.wslDistribution ? ` (${candidate.wslDistribution})` : null}
          </span>
        </div>
        <Copyable value={candidate.python} mono label="path" className="text-muted" />
        {usable || !candidate.message ? null : (
          <p className="text-sm text-muted">
            {candidate.message} {candidate.hint}
          </p>
        )}
      </div>
      {chosen ? <Status state="ok" label="In use" className="h-6" /> : null}
      {!chosen && usable ? (
        <Button size="sm" disabled={busy} onClick={onChoose} aria-label={`Use ${candidate.python}`}>
          Use
        </Button>
      ) : null}
    </li>
  );
}
