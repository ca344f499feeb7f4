import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Forward } from '../../preload/contract/forwards';
import { client } from '../rpc/client';
import { useWaitsForPerson } from '../rpc/hosts';
import { useStream } from '../rpc/use-stream';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty';
import { Callout, ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { DataTable } from '../ui/table';
import { forwardColumns } from './columns';
import { ForwardDialog } from './forward-dialog';
import { failedByHost, localAddress, nowhereTitle } from './words';

/** Services of hosts that can be reached from this machine. */
export function ForwardsPage() {
  const [forwards, setForwards] = useState<Forward[] | null>(null);
  const [opening, setOpening] = useState(false);
  const { error } = useStream({
    key: 'forwards.watch',
    open: (signal) => client.forwards.watch(undefined, { signal }),
    onEvent: setForwards,
  });
  const begin = (variant: 'primary' | 'secondary') => (
    <Button variant={variant} onClick={() => setOpening(true)}>
      Forward a port
    </Button>
  );
  return (
    <Page
      title="Forwarded ports"
      state={forwards ? <State forwards={forwards} /> : null}
      actions={forwards?.length ? begin('primary') : null}
    >
      {error && !forwards ? <ErrorPanel error={error} title="The forwards could not be read" /> : null}
      {!forwards && !error ? <Progress value={null} label="Reading the forwards" /> : null}
      {failedByHost(forwards ?? []).map((failed) => (
        <HostTrouble key={failed[0].hostId} forwards={failed} />
      ))}
      {forwards?.map((forward) => (
        <Trouble key={forward.id} forward={forward} />
      ))}
      {forwards ? (
        <DataTable
          label="Forwarded ports"
          rows={forwards}
          columns={forwardColumns}
          rowId={({ id }) => id}
          empty={
            <EmptyState title="No forwarded ports" action={begin('primary')}>
              A TCP service of a host, such as a dashboard, gets an address on this machine. What goes through
              it travels in the SSH connection of the host.
            </EmptyState>
          }
        />
      ) : null}
      {opening ? <ForwardDialog onClose={() => setOpening(false)} /> : null}
    </Page>
  );
}

/** Why these lead nowhere, of one host: a row of the table has no room for it. */
function HostTrouble({ forwards }: { forwards: [Forward, ...Forward[]] }) {
  const [{ hostId }] = forwards;
  const navigate = useNavigate();
  const waits = useWaitsForPerson(hostId);
  return (
    <Callout
      tone={waits ? 'attention' : 'failed'}
      title={nowhereTitle(forwards, waits)}
      className="shrink-0"
      action={
        <Button size="sm" onClick={() => void navigate({ to: '/hosts', search: { host: hostId } })}>
          Look at the host
        </Button>
      }
    />
  );
}

/** Why the newest connection came to nothing. That it still would is not known until somebody tries again. */
function Trouble({ forward }: { forward: Forward }) {
  if (!forward.problem || forward.connection !== 'open') return null;
  return (
    <Callout
      tone="attention"
      title={`The last connection through ${localAddress(forward)} came to nothing`}
      className="shrink-0"
    >
      {forward.problem}
    </Callout>
  );
}

function State({ forwards }: { forwards: Forward[] }) {
  if (forwards.length === 0) return null;
  const lost = forwards.filter(({ connection }) => connection !== 'open').length;
  if (lost > 0) return <Status state="attention" label={`${lost} of ${forwards.length} not connected`} />;
  return <Status state="ok" label={`${forwards.length} open`} />;
}
