import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TakenPort } from '../../preload/contract/host-ports';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { confirm } from '../ui/confirm';
import { EmptyState } from '../ui/empty';
import { Callout, ErrorPanel } from '../ui/error';
import { Page } from '../ui/page';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';
import { DataTable } from '../ui/table';
import { toast } from '../ui/toast';
import { portColumns } from './columns';
import { ReserveDialog } from './reserve-dialog';

const route = getRouteApi('/hosts/$hostId/ports');
const unknownWords = {
  containers: 'The ports of containers are not known',
  listeners: 'What listens on the host is not known',
};

/** Every port of a host that is not free, and who has it. */
export function HostPortsPage() {
  const { hostId } = route.useParams();
  const host = useQuery(orpc.hosts.get.queryOptions({ input: { hostId } }));
  const taken = useQuery(orpc.hostPorts.taken.queryOptions({ input: { hostId }, retry: false }));
  const [reserving, setReserving] = useState(false);
  const { refetch } = taken;
  const columns = useMemo(
    () => portColumns((port) => void release(hostId, port, refetch)),
    [hostId, refetch],
  );
  return (
    <Page
      title={host.data ? `Ports of ${host.data.name}` : 'Ports'}
      state={taken.data ? <Status state="off" label={`${taken.data.ports.length} taken`} /> : null}
      actions={
        <>
          <Button icon={RotateCw} busy={taken.isFetching} onClick={() => void refetch()}>
            Refresh
          </Button>
          <Button variant="primary" onClick={() => setReserving(true)}>
            Reserve a port
          </Button>
        </>
      }
    >
      {taken.error ? (
        <ErrorPanel error={taken.error} title="The ports could not be read" onRetry={() => void refetch()} />
      ) : null}
      {taken.isPending && !taken.error ? <Progress value={null} label="Looking at the host" /> : null}
      {taken.data?.unknown.map(({ what, message, hint }) => (
        <Callout key={what} tone="attention" title={unknownWords[what]} className="shrink-0">
          {`${message} ${hint}`}
        </Callout>
      ))}
      {taken.data ? (
        <DataTable
          label="Taken ports"
          csvName="ports"
          rows={taken.data.ports}
          columns={columns}
          rowId={idOf}
          initialSort={{ column: 'port', direction: 'ascending' }}
          filterText={({ port, holder, protocol }) => `${port}/${protocol} ${holder ?? ''}`}
          empty={
            <EmptyState title="Every port is free">Nothing listens, and nothing is reserved.</EmptyState>
          }
        />
      ) : null}
      {reserving ? (
        <ReserveDialog
          hostId={hostId}
          onClose={() => setReserving(false)}
          onReserved={() => {
            setReserving(false);
            void refetch();
          }}
        />
      ) : null}
    </Page>
  );
}

const idOf = ({ port, protocol, address, kind, containerId, holder }: TakenPort): string =>
  [port, protocol, address, kind, containerId ?? holder].join(' ');

async function release(hostId: string, { port, protocol, holder }: TakenPort, done: () => unknown) {
  const sure = await confirm({
    title: `Release port ${port}/${protocol}?`,
    text: `It is reserved for "${holder}". Once released, it can be given to something else.`,
    confirmLabel: 'Release',
  });
  if (!sure) return;
  try {
    await client.hostPorts.release({ hostId, port, protocol });
  } catch (error) {
    toast.error(error);
  }
  void done();
}
