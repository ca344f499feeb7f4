import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Incoming } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ErrorPanel } from '../ui/error';
import { Field, TextArea, TextInput } from '../ui/field';
import { formatExact } from '../ui/format';
import { useNow } from '../ui/time';
import { TaskProgress } from '../upkeep/task-progress';
import { FingerprintField } from './fingerprint';
import { useWork } from './use-work';
import { looksLikeFingerprint } from './words';

/** Signs only what the requester has vouched for by another way; or rejects with a reason. */
export function DecideForm({ request, caNotAfter }: { request: Incoming; caNotAfter: number }) {
  const [rejecting, setRejecting] = useState(false);
  return rejecting ? (
    <RejectForm request={request} onCancel={() => setRejecting(false)} />
  ) : (
    <ApproveForm request={request} caNotAfter={caNotAfter} onReject={() => setRejecting(true)} />
  );
}

interface ApproveFormProps {
  request: Incoming;
  caNotAfter: number;
  onReject: () => void;
}

function ApproveForm({ request, caNotAfter, onReject }: ApproveFormProps) {
  const [fingerprint, setFingerprint] = useState('');
  const [days, setDays] = useState('1095');
  const words = { done: `The request of ${request.name} is signed`, failed: 'The request was not signed' };
  const work = useWork(client.distributed.approve, words);
  const validDays = Number(days);
  const daysWrong = !Number.isInteger(validDays) || validDays < 1 || validDays > 7300;
  const now = useNow();
  // NVFlare cuts the certificate's time to that of its CA, without a word.
  const beyond = !daysWrong && now + validDays * 86_400_000 > caNotAfter;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        work.run({ incomingId: request.id, fingerprint, validDays });
      }}
    >
      <p className="text-muted">
        Ask the requester, by telephone or in person, for the fingerprint that is shown there, and whether
        name, type and organisation above are right. The request is signed only if the fingerprint is that of
        its key.
      </p>
      <FingerprintField
        label="Fingerprint of the key"
        help="As the requester tells it."
        value={fingerprint}
        onChange={setFingerprint}
      />
      <Field
        label="Valid for"
        unit="days"
        error={daysWrong ? 'A whole number from 1 to 7300.' : undefined}
        warning={beyond ? `The CA ends before that, on ${formatExact(caNotAfter)}: so will this.` : undefined}
        className={beyond ? undefined : 'max-w-40'}
      >
        <TextInput inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} />
      </Field>
      {work.task ? <TaskProgress task={work.task} label="Signing the request" /> : null}
      {work.error ? <ErrorPanel error={work.error} /> : null}
      <div className="flex gap-2">
        <Button
          type="submit"
          variant="primary"
          busy={work.busy}
          disabled={daysWrong || !looksLikeFingerprint(fingerprint)}
        >
          Compare and sign
        </Button>
        <Button disabled={work.busy} onClick={onReject}>
          Reject
        </Button>
      </div>
    </form>
  );
}

function RejectForm({ request, onCancel }: { request: Incoming; onCancel: () => void }) {
  const [reason, setReason] = useState('');
  const reject = useMutation({
    mutationFn: () => client.distributed.reject({ incomingId: request.id, reason }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: orpc.distributed.key() }),
  });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        reject.mutate();
      }}
    >
      <Field
        label="Why it is rejected"
        required
        help="It is kept with the request. Tell the requester as well."
      >
        <TextArea
          autoFocus
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {reject.error ? <ErrorPanel error={reject.error} /> : null}
      <div className="flex gap-2">
        <Button type="submit" variant="danger" busy={reject.isPending} disabled={reason.trim() === ''}>
          Reject the request
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
