import type { OwnRequest } from '../../preload/contract/distributed';
import { client } from '../rpc/client';
import { Button } from '../ui/button';
import { Callout, ErrorPanel } from '../ui/error';
import { formatDay } from '../ui/format';
import { Day, useNow } from '../ui/time';
import { TaskProgress } from '../upkeep/task-progress';
import { useWork } from './use-work';

interface RenewalProps {
  request: OwnRequest;
  requests: OwnRequest[];
  onOpen: (requestId: string) => void;
}

/** What this request has to do with others of the same name: what it renews, what renews it, or that it can be. */
export function Renewal({ request, requests, onOpen }: RenewalProps) {
  const now = useNow();
  const { id, project, name, state, supersededBy, renews } = request;
  if (supersededBy !== null)
    return (
      <Callout
        tone="info"
        title="There is a newer kit"
        action={<Button onClick={() => onOpen(supersededBy)}>Open the newer kit</Button>}
      >
        {describeOld(request)} Once the new kit runs, delete this request with its key.
      </Callout>
    );
  const open = requests.find(
    (other) =>
      other.id !== id && other.project === project && other.name === name && other.state !== 'packaged',
  );
  if (state === 'packaged')
    return open ? (
      <Callout
        tone="info"
        title="A renewal is in progress"
        action={<Button onClick={() => onOpen(open.id)}>Continue the renewal</Button>}
      >
        Keep using this kit until the new one is ready.
      </Callout>
    ) : (
      <Renew request={request} onMade={onOpen} />
    );
  const old = requests.find((other) => other.id === renews);
  if (!old) return null;
  return (
    <Callout
      tone="info"
      title="A renewal"
      action={<Button onClick={() => onOpen(old.id)}>Open the current kit</Button>}
    >
      Keep using the current kit until this one is ready.
      {old.notAfter === null ? null : (
        <>
          {' '}
          {old.notAfter < now ? 'It expired on' : 'It expires on'} <Day at={old.notAfter} />.
        </>
      )}
    </Callout>
  );
}

const describeOld = ({ notAfter }: OwnRequest): string =>
  notAfter === null || notAfter < Date.now()
    ? 'The certificate of this one is not accepted any more.'
    : `The certificate of this one is valid until ${formatDay(notAfter)}, as NVFlare can take none back.`;

/** A new key and request for the same participant. */
function Renew({ request, onMade }: { request: OwnRequest; onMade: (requestId: string) => void }) {
  const words = { done: `The request of ${request.name} is made`, failed: 'The request was not made' };
  const work = useWork(client.distributed.renew, words, ({ requestId }) => onMade(requestId));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        Before the certificate expires, make a new key and request for the same participant. The project admin
        signs it like the first one, then you make the new kit. Until then, keep using this one.
      </p>
      {work.task ? <TaskProgress task={work.task} label="Making the key and the request" /> : null}
      {work.error ? <ErrorPanel error={work.error} /> : null}
      <div>
        <Button busy={work.busy} onClick={() => work.run({ requestId: request.id })}>
          Renew
        </Button>
      </div>
    </div>
  );
}
