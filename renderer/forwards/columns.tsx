import { ExternalLink, X } from 'lucide-react';
import { useState } from 'react';
import type { Forward } from '../../preload/contract/forwards';
import { client } from '../rpc/client';
import { useWaitsForPerson } from '../rpc/hosts';
import { Button } from '../ui/button';
import { Status, type StatusState } from '../ui/status';
import type { TableColumn } from '../ui/table';
import { Bytes } from '../ui/time';
import { toast } from '../ui/toast';

const states: Record<Forward['connection'], { state: StatusState; label: string }> = {
  open: { state: 'ok', label: 'Open' },
  connecting: { state: 'running', label: 'Connecting' },
  waiting: { state: 'attention', label: 'Lost, is tried again' },
  failed: { state: 'failed', label: 'Failed' },
  closed: { state: 'off', label: 'Disconnected' },
};

/** The columns of the list of forwards. */
export const forwardColumns: TableColumn<Forward>[] = [
  {
    id: 'local',
    header: 'On this machine',
    cell: (forward) => <span className="font-mono text-sm">127.0.0.1:{forward.localPort}</span>,
    sortValue: ({ localPort }) => localPort,
    width: 150,
  },
  {
    id: 'target',
    header: 'Leads to',
    cell: (forward) => (
      <span className="font-mono text-sm">
        {forward.address}:{forward.port}
      </span>
    ),
    sortValue: ({ address, port }) => `${address}:${port}`,
    width: '2fr',
  },
  {
    id: 'host',
    header: 'Through',
    cell: ({ hostName }) => hostName,
    sortValue: ({ hostName }) => hostName,
    width: '2fr',
  },
  {
    id: 'state',
    header: 'State',
    cell: ({ hostId, connection, problem }) =>
      connection === 'failed' ? (
        <FailedState hostId={hostId} />
      ) : (
        <span title={problem ?? undefined}>
          <Status {...(problem && connection === 'open' ? refused : states[connection])} />
        </span>
      ),
    sortValue: ({ connection }) => connection,
    width: 170,
  },
  {
    id: 'traffic',
    header: 'Sent / received',
    cell: ({ sent, received }) => (
      <>
        <Bytes value={sent} /> / <Bytes value={received} />
      </>
    ),
    sortValue: ({ sent, received }) => sent + received,
    width: 150,
    hideBelow: 760,
  },
  {
    id: 'uses',
    header: 'Connections',
    cell: ({ open, total }) => `${open} now, ${total} in all`,
    sortValue: ({ total }) => total,
    width: 130,
    hideBelow: 900,
  },
  {
    id: 'actions',
    header: 'Actions',
    cell: (forward) => <Actions forward={forward} />,
    width: 160,
  },
];

const refused = { state: 'attention', label: 'Nobody answered' } as const;

const FailedState = ({ hostId }: { hostId: string }) =>
  useWaitsForPerson(hostId) ? (
    <Status state="attention" label="Host waits for you" />
  ) : (
    <Status {...states.failed} />
  );

function Actions({ forward }: { forward: Forward }) {
  const [busy, setBusy] = useState(false);
  const close = () => {
    setBusy(true);
    client.forwards
      .close({ forwardId: forward.id })
      .catch((error: unknown) => toast.error(error))
      .finally(() => setBusy(false));
  };
  return (
    <span className="flex items-center gap-2">
      <a
        href={`http://127.0.0.1:${forward.localPort}/`}
        target="_blank"
        rel="noreferrer"
        aria-label={`Open 127.0.0.1:${forward.localPort} in the browser`}
        className="inline-flex items-center gap-1 rounded-sm text-accent hover:underline"
      >
        <ExternalLink aria-hidden className="size-3.5" />
        Open
      </a>
      <Button
        size="sm"
        icon={X}
        busy={busy}
        aria-label={`Close 127.0.0.1:${forward.localPort}`}
        onClick={close}
      >
        Close
      </Button>
    </span>
  );
}
