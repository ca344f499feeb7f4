import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Forward } from '../../preload/contract/forwards';
import { client } from '../rpc/client';
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

/** Why a forward leads nowhere: a row of the table has no room for it. */
function Trouble({ forward }: { forward: Forward }) {
  const { localPort, hostId, hostName, connection, problem } = forward;
  const navigate = useNavigate();
  const here = `127.0.0.1:${localPort}`;
  if (connection === 'failed')
    return (
      <Callout
        tone="failed"
        title={`${here} leads nowhere, as "${hostName}" cannot be connected to`}
        className="shrink-0"
        action={
          <Button size="sm" onClick={() => void navigate({ to: '/hosts', search: { host: hostId } })}>
            Look at the host
          </Button>
        }
      />
    );
  if (!problem || connection !== 'open') return null;
  return (
    <Callout tone="attention" title={`Nobody answers behind ${here}`} className="shrink-0">
      {problem}
    </Callout>
  );
}

function State({ forwards }: { forwards: Forward[] }) {
  if (forwards.length === 0) return null;
  const lost = forwards.filter(({ connection }) => connection !== 'open').length;
  if (lost > 0) return <Status state="attention" label={`${lost} of ${forwards.length} not connected`} />;
  return <Status state="ok" label={`${forwards.length} open`} />;
}
