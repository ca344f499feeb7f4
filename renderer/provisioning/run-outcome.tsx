import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ORPCError } from '@orpc/client';
import { KeyRound, Settings } from 'lucide-react';
import type { RunSummary } from '../../preload/contract/provisioning';
import { orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { countKits } from './run-words';
import { useHandOver } from './use-hand-over';

/** How a finished run ended, and what to do next. */
export function RunOutcome({ run }: { run: RunSummary }) {
  // Every run of NVFlare that succeeds makes kits.
  if (run.state === 'succeeded' && run.kitCount === 0)
    return (
      <Callout tone="info" title="The CA was imported here">
        There are no kits of it yet: the next run goes on from this CA and makes them.
      </Callout>
    );
  if (run.state === 'succeeded') return <Succeeded run={run} />;
  if (run.state === 'cancelled') {
    return (
      <Callout tone="info" title="This run was cancelled">
        It left nothing behind: the kits of earlier runs are as they were.
      </Callout>
    );
  }
  if (run.error) {
    return <Failed run={run} error={run.error} />;
  }
  return (
    <Callout tone="attention" title="This run was interrupted">
      Fedwright ended while it was under way. The kits of earlier runs are as they were; run it again to go
      on.
    </Callout>
  );
}

function Succeeded({ run }: { run: RunSummary }) {
  const handOver = useHandOver(run);
  const rotation = useRotation(run);
  if (rotation === 'open') return <Rotating run={run} />;
  return (
    <Callout
      tone="ok"
      title={`${countKits(run.kitCount)} ready to be handed over`}
      action={
        <Button size="sm" variant="primary" icon={KeyRound} onClick={handOver}>
          Hand over kits
        </Button>
      }
    >
      Each holds a private key: send a kit only to the participant it was made for.
      {run.scope === 'rotate' && rotation === null ? null : scopeNotes[run.scope]}
    </Callout>
  );
}

/** How it is with the rotation that a run began; null for another run, and while that is not known. */
function useRotation({ id, projectId, scope }: RunSummary): 'open' | 'over' | null {
  const rotation = useQuery({
    ...orpc.provisioning.rotation.queryOptions({ input: { projectId } }),
    enabled: scope === 'rotate',
    refetchOnMount: 'always',
  });
  if (rotation.data?.newRunId === id) return 'open';
  // What was known before this run has ended says nothing of it.
  return rotation.isSuccess && rotation.isFetchedAfterMount ? 'over' : null;
}

function Rotating({ run: { projectId, kitCount } }: { run: RunSummary }) {
  const navigate = useNavigate();
  return (
    <Callout
      tone="attention"
      title={`${countKits(kitCount)} with a new CA`}
      action={
        <Button
          size="sm"
          variant="primary"
          onClick={() => void navigate({ to: '/projects/$projectId/ca', params: { projectId } })}
        >
          Show rotation
        </Button>
      }
    >
      Kits of the old CA and these refuse each other. The rotation shows who has a new one.
    </Callout>
  );
}

const scopeNotes: Record<RunSummary['scope'], string | null> = {
  all: null,
  new: ' All other kits are as they were.',
  renew:
    ' All other kits are as they were. The old certificates stay valid until they end: take the old kits back.',
  rotate: ' The rotation that this run began is over: kits of the CA before and these refuse each other.',
};

/** Without an NVFlare no run gets anywhere; the place to install one is a click away then. */
function Failed({ run, error }: { run: RunSummary; error: NonNullable<RunSummary['error']> }) {
  const navigate = useNavigate();
  const { code, message, data } = error;
  return (
    <div className="flex shrink-0 flex-col items-start gap-2">
      <ErrorPanel
        className="w-full"
        error={new ORPCError(code, { message, data })}
        title={`Run ${run.number} made no kits`}
      />
      {run.nvflareVersion === null ? (
        <Button
          icon={Settings}
          onClick={() => void navigate({ to: '/settings', search: { section: 'runtime' } })}
        >
          Look at NVFlare in Settings
        </Button>
      ) : null}
    </div>
  );
}
