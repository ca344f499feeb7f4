import { useNavigate } from '@tanstack/react-router';
import { waitsForPerson } from '../../preload/contract/host-problems';
import type { Host } from '../../preload/contract/hosts';
import { Button } from '../ui/button';
import { Callout } from '../ui/error';
import { RelativeTime } from '../ui/time';
import { type HostFlow, type HostStep, stepFor } from './use-host-flow';

/** Why there is no connection, and what solves it. */
export function ConnectionProblem({ host, flow }: { host: Host; flow: HostFlow }) {
  const { error, nextAttemptAt, state } = host.connection;
  if (state === 'waiting')
    return (
      <Callout tone="attention" title={error?.message ?? 'The connection was lost.'}>
        {nextAttemptAt === null ? null : (
          <>
            It is tried again by itself, <RelativeTime at={nextAttemptAt} />.
          </>
        )}
      </Callout>
    );
  // Of an attempt that is under way nothing is known yet.
  if (!error || state === 'connecting') return null;
  const step = solutionOf(host, error.reason);
  return (
    <Callout tone={waitsForPerson(host) ? 'attention' : 'failed'} title={error.message}>
      {error.hint}
      {error.details ? (
        <pre className="mt-2 max-h-48 overflow-y-auto font-mono text-sm whitespace-pre-wrap wrap-anywhere">
          {error.details}
        </pre>
      ) : null}
      {step ? (
        <div className="mt-2">
          <Button size="sm" onClick={() => flow.show(step)}>
            {labelOf(step, error.reason)}
          </Button>
        </div>
      ) : null}
      {error.reason === 'jump-host' && host.jumpHostId !== null ? (
        <ToJumpHost hostId={host.jumpHostId} flow={flow} />
      ) : null}
    </Callout>
  );
}

/** Where its questions, such as that of its key, are asked and answered. */
function ToJumpHost({ hostId, flow }: { hostId: string; flow: HostFlow }) {
  const navigate = useNavigate();
  const go = () => {
    void navigate({ to: '/hosts', search: { host: hostId } });
    flow.connect(hostId);
  };
  return (
    <div className="mt-2">
      <Button size="sm" onClick={go}>
        Connect to the jump host
      </Button>
    </div>
  );
}

function solutionOf(host: Host, reason: string | null): HostStep | null {
  const step = stepFor(host.id, reason);
  if (step) return step;
  if (reason === 'login-refused' && host.auth === 'password')
    return { what: 'secret', hostId: host.id, kind: 'password' };
  if (reason?.startsWith('tls-')) return { what: 'edit', hostId: host.id };
  if (reason === 'no-agent' || reason === 'key-file' || reason === 'login-refused')
    return { what: 'edit', hostId: host.id };
  return null;
}

function labelOf(step: HostStep, reason: string | null): string {
  if (step.what === 'secret') return step.kind === 'password' ? 'Enter the password' : 'Enter the passphrase';
  if (step.what === 'edit')
    return reason?.startsWith('tls-') ? 'Change the certificates' : 'Change the login';
  return reason === 'host-key-changed' ? 'Compare the keys' : 'Look at the key';
}
