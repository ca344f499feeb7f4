import { useNavigate } from '@tanstack/react-router';
import { ORPCError } from '@orpc/client';
import { KeyRound } from 'lucide-react';
import type { RunSummary } from '../../preload/contract/provisioning';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { countKits } from './run-words';

/** How a finished run ended, and what to do next. */
export function RunOutcome({ run }: { run: RunSummary }) {
  if (run.state === 'succeeded') return <Succeeded run={run} />;
  if (run.state === 'cancelled') {
    return (
      <Callout tone="info" title="This run was cancelled">
        It left nothing behind: the kits of earlier runs are as they were.
      </Callout>
    );
  }
  if (run.error) {
    const { code, message, data } = run.error;
    return (
      <ErrorPanel error={new ORPCError(code, { message, data })} title={`Run ${run.number} made no kits`} />
    );
  }
  return (
    <Callout tone="attention" title="This run was interrupted">
      Fedwright ended while it was under way. The kits of earlier runs are as they were; run it again to go
      on.
    </Callout>
  );
}

function Succeeded({ run }: { run: RunSummary }) {
  const navigate = useNavigate();
  return (
    <Callout
      tone="ok"
      title={`${countKits(run.kitCount)} ready to be handed over`}
      action={
        <Button
          size="sm"
          icon={KeyRound}
          onClick={() => void navigate({ to: '/kits', search: { project: run.projectId } })}
        >
          Hand over kits
        </Button>
      }
    >
      Each holds a private key: send a kit only to the participant it was made for.
    </Callout>
  );
}
