import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import type { Host, HostKey, KeyLook } from '../../preload/contract/hosts';
import { client, orpc } from '../rpc/client';
import { Button } from '../ui/button';
import { Copyable } from '../ui/copy';
import { Dialog } from '../ui/dialog';
import { Callout, ErrorPanel } from '../ui/error';
import { Field, TextInput } from '../ui/field';
import { formatExact } from '../ui/format';
import { Progress } from '../ui/progress';
import { Status } from '../ui/status';

interface KeyDialogProps {
  host: Host;
  onClose: () => void;
  onTrusted: () => void;
}

/** Shows the key that a server presents, and lets the person decide whether to trust it. */
export function KeyDialog({ host, onClose, onTrusted }: KeyDialogProps) {
  const formId = useId();
  const [typed, setTyped] = useState('');
  const look = useQuery(
    orpc.hosts.lookAtKey.queryOptions({ input: { hostId: host.id }, staleTime: 0, gcTime: 0, retry: false }),
  );
  const trust = useMutation({
    mutationFn: ({ state, presented }: KeyLook) =>
      client.hosts.trustKey({
        ...{ hostId: host.id, fingerprint256: presented.fingerprint256 },
        replace: state === 'changed',
      }),
    onSuccess: onTrusted,
  });
  const found = look.isFetching ? undefined : look.data;
  const changed = found?.state === 'changed';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (found && (!changed || typed === host.name)) trust.mutate(found);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={changed ? `${host.name} presents another key` : `Key of ${host.name}`}
      footer={
        <>
          <Button onClick={onClose}>{found?.state === 'known' ? 'Close' : 'Cancel'}</Button>
          {found && found.state !== 'known' ? (
            <Button
              type="submit"
              form={formId}
              variant={changed ? 'danger' : 'primary'}
              busy={trust.isPending}
              disabled={changed && typed !== host.name}
            >
              {changed ? 'Replace the key' : 'Trust this key'}
            </Button>
          ) : null}
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {look.isFetching ? <Progress value={null} label="Asking the server for its key" /> : null}
        {look.error && !look.isFetching ? (
          <ErrorPanel
            error={look.error}
            title="The key could not be asked for"
            onRetry={() => void look.refetch()}
          />
        ) : null}
        {found ? <Look look={found} /> : null}
        {changed ? (
          <Field label={`Type ${host.name} to replace the key`}>
            <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} />
          </Field>
        ) : null}
        {trust.error ? <ErrorPanel error={trust.error} title="The key was not pinned" /> : null}
      </form>
    </Dialog>
  );
}

function Look({ look: { state, presented, pinned, elsewhere } }: { look: KeyLook }) {
  if (state === 'known')
    return (
      <>
        <Status state="ok" label="The server presents the key that is pinned" />
        <KeyLine label="Fingerprint" hostKey={presented} />
        <p className="text-muted">
          Pinned by {pinned?.pinnedBy} on {pinned ? formatExact(pinned.pinnedAt) : ''}.
        </p>
      </>
    );
  if (state === 'new' || !pinned)
    return (
      <>
        <p>
          {elsewhere.length === 0
            ? 'This server was never seen before.'
            : 'This server was never seen on this way.'}{' '}
          Compare its fingerprint with what the admin of the host says. Once you trust it, Fedwright talks
          only to a server with this key.
        </p>
        <KeyLine label="Fingerprint" hostKey={presented} />
        <Elsewhere others={elsewhere} />
      </>
    );
  return (
    <>
      <Callout tone="failed" title="Nothing connects until you decide">
        Either the host was set up anew, or someone in between pretends to be it and would see everything that
        you send. Ask the admin of the host for the new fingerprint, by another way than this connection.
      </Callout>
      <KeyLine label="Presented now" hostKey={presented} />
      <KeyLine label={`Pinned by ${pinned.pinnedBy} on ${formatExact(pinned.pinnedAt)}`} hostKey={pinned} />
    </>
  );
}

/** The same address on other ways: a machine whose way was changed has its key there. */
function Elsewhere({ others }: { others: KeyLook['elsewhere'] }) {
  const [same] = others.filter((each) => each.same);
  if (same)
    return <Status state="ok" label={`Pinned for this address ${wayWords(same.via)}: the same key`} />;
  if (others.length === 0) return null;
  return (
    <>
      <Callout tone="attention" title="On another way, this address has another key">
        That is right if another machine has this address there. If it is to be the same machine, ask the
        admin of the host before you trust this key.
      </Callout>
      {others.map((each) => (
        <KeyLine key={each.via} label={`Pinned for this address ${wayWords(each.via)}`} hostKey={each} />
      ))}
    </>
  );
}

const wayWords = (via: string): string =>
  via === '' ? 'on the direct way' : `on the way through ${via.replaceAll(',', ', ')}`;

function KeyLine({ label, hostKey }: { label: string; hostKey: HostKey }) {
  return (
    <div className="flex flex-col gap-1 rounded border border-line bg-sunken px-3 py-2">
      <span className="text-sm text-muted">
        {label} ({hostKey.type})
      </span>
      <Copyable mono label="fingerprint" value={hostKey.fingerprint256} />
    </div>
  );
}
