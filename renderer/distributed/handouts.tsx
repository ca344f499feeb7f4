import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Incoming } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, Select, TextInput } from '../ui/field';
import { RelativeTime } from '../ui/time';
import { Fingerprint } from './fingerprint';
import { ZipExit } from './zip-exit';

const methods = ['E-mail', 'File share', 'In person', 'Other'];

/** The signed zip on its way, what to tell with it, and who has got it. */
export function Handouts({ request, caFingerprint }: { request: Incoming; caFingerprint: string }) {
  return (
    <>
      <p className="text-muted">Send this zip back. It holds no secret, and fits the requester's key only.</p>
      <ZipExit piece={{ what: 'signed', id: request.id }} label="Save the signed zip">
        Or drag it from here into a mail.
      </ZipExit>
      <p className="mt-1 text-muted">
        Then tell this by telephone or in person. Without it no kit is made on the other side.
      </p>
      <Fingerprint label="Fingerprint of the CA to tell" value={caFingerprint} />
      {request.handouts.length > 0 ? (
        <ul aria-label="Sent to" className="rounded border border-line">
          {request.handouts.map(({ id, recipient, method, at }) => (
            <li key={id} className="border-b border-line px-3 py-1.5 text-sm last:border-b-0">
              {recipient} <span className="text-muted">{method}, </span>
              <span className="text-muted">
                <RelativeTime at={at} />
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <HandoutForm key={request.handouts.length} request={request} />
    </>
  );
}

function HandoutForm({ request }: { request: Incoming }) {
  const [recipient, setRecipient] = useState('');
  const [method, setMethod] = useState(methods[0] ?? '');
  const record = useMutation({
    mutationFn: () => client.distributed.recordHandout({ incomingId: request.id, recipient, method }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.distributed.key() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    record.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="grid grid-cols-[1fr_7.5rem] gap-2">
        <Field label="Sent to">
          <TextInput
            maxLength={200}
            value={recipient}
            onChange={(event) => setRecipient(event.target.value)}
          />
        </Field>
        <Field label="How">
          <Select
            value={method}
            onValueChange={setMethod}
            options={methods.map((value) => ({ value, label: value }))}
          />
        </Field>
      </div>
      {record.error ? <ErrorPanel error={record.error} /> : null}
      <div>
        <Button type="submit" busy={record.isPending} disabled={recipient.trim() === ''}>
          Record the hand-over
        </Button>
      </div>
    </form>
  );
}
