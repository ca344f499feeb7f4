import { useState } from 'react';
import type { OwnRequest } from '../../preload/contract/distributed';
import { client, orpc } from '../rpc/client';
import { queryClient } from '../rpc/query-client';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/dialog';
import { ErrorPanel } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Status } from '../ui/status';
import { Day } from '../ui/time';
import { TaskProgress } from '../upkeep/task-progress';
import { Fingerprint, FingerprintField } from './fingerprint';
import { OwnKit } from './own-kit';
import { Renewal } from './renewal';
import { type Step, Steps } from '../ui/steps';
import { useWork } from './use-work';
import { describeWho, looksLikeFingerprint, ownStatusOf } from './words';
import { ZipChooser } from './zip-chooser';
import { ZipExit } from './zip-exit';

interface OwnInspectorProps {
  request: OwnRequest;
  /** All of them: what renews this one is among them. */
  requests: OwnRequest[];
  onOpen: (requestId: string) => void;
  onClose: () => void;
}

/** One request that was made here, from the key to the kit. */
export function OwnInspector({ request, requests, onOpen, onClose }: OwnInspectorProps) {
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <InspectorHead title={request.name} onClose={onClose}>
        <Status {...ownStatusOf(request)} />
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        <FactList facts={factsOf(request)} />
        <Renewal request={request} requests={requests} onOpen={onOpen} />
        <Steps label="Steps" steps={stepsOf(request)} />
        <div>
          <Button variant="ghost" onClick={() => setRemoving(true)}>
            Delete this request
          </Button>
        </div>
        <RemoveDialog
          request={removing ? request : null}
          onClose={() => setRemoving(false)}
          onRemoved={onClose}
        />
      </div>
    </>
  );
}

const factsOf = (request: OwnRequest) => [
  { label: 'Project', value: request.project },
  { label: 'Type', value: describeWho(request) },
  { label: 'Organisation', value: request.org },
  ...(request.hostNames.length > 0 ? [{ label: 'Hosts', value: request.hostNames.join(', ') }] : []),
  ...(request.endpoint ? [{ label: 'Connects to', value: request.endpoint }] : []),
  ...(request.notAfter ? [{ label: 'Valid until', value: <Day at={request.notAfter} /> }] : []),
];

function stepsOf(request: OwnRequest): Step[] {
  const { state } = request;
  const packaged = state === 'packaged';
  return [
    {
      title: 'Make the key and the request',
      who: 'You',
      state: 'done',
      text: packaged
        ? null
        : 'The private key is on this machine and nowhere else. It is in no zip that you send.',
    },
    {
      title: 'Send the request, read the fingerprint out',
      who: 'You',
      state: state === 'requested' ? 'now' : 'done',
      content: state === 'requested' ? <SendStep request={request} /> : null,
    },
    {
      title: 'Sign it',
      who: 'The project admin',
      state: state === 'requested' ? 'later' : 'done',
      text:
        state === 'requested'
          ? 'Signs the request and sends a zip back that ends in ".signed.zip". Take it in here.'
          : null,
      content: packaged ? null : <AnswerStep request={request} />,
    },
    {
      title: 'Compare the CA and make the kit',
      who: 'You',
      state: packaged ? 'done' : state === 'signed' ? 'now' : 'later',
      text: packaged ? 'The CA had the fingerprint that the project admin has told:' : null,
      content: packaged ? (
        <Fingerprint label="Fingerprint of the CA" value={request.caFingerprint ?? ''} />
      ) : state === 'signed' ? (
        <PackageStep request={request} />
      ) : null,
    },
    {
      title: 'Take the kit to where it runs',
      who: 'You',
      state: packaged ? 'now' : 'later',
      text: packaged && request.renews !== null ? inPlaceOfTheOld : null,
      content: packaged ? <OwnKit request={request} /> : null,
    },
  ];
}

const inPlaceOfTheOld =
  'Stop what runs with the old kit, put this one in its place, and start again. Nobody else has to do anything.';

function SendStep({ request }: { request: OwnRequest }) {
  return (
    <>
      <p className="text-muted">Send this zip to the project admin. It holds no secret.</p>
      <ZipExit piece={{ what: 'request', id: request.id }} label="Save the request zip">
        Or drag it from here into a mail.
      </ZipExit>
      <p className="mt-1 text-muted">
        Then read this fingerprint out by phone or in person. Do not send it with the zip: whoever alters one
        could alter both.
      </p>
      <Fingerprint label="Fingerprint of the key" value={request.keyFingerprint} />
    </>
  );
}

function AnswerStep({ request }: { request: OwnRequest }) {
  const take = async (content: string) => {
    await client.distributed.importSigned({ requestId: request.id, content });
    await queryClient.invalidateQueries({ queryKey: orpc.distributed.key() });
  };
  return (
    <ZipChooser
      label="Signed zip"
      text={request.state === 'signed' ? 'Another signed zip takes its place.' : 'Drop the signed zip here.'}
      onZip={take}
    />
  );
}

function PackageStep({ request }: { request: OwnRequest }) {
  const [fingerprint, setFingerprint] = useState('');
  const words = { done: `The kit of ${request.name} is made`, failed: 'The kit was not made' };
  const work = useWork(client.distributed.package, words);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        work.run({ requestId: request.id, fingerprint });
      }}
    >
      <p className="text-muted">
        Ask the project admin for the fingerprint of the CA, by another way than the zip came by. The kit is
        made only if it is the one that has signed.
      </p>
      <FingerprintField
        label="Fingerprint of the CA"
        help="As the project admin tells it."
        value={fingerprint}
        onChange={setFingerprint}
      />
      {work.task ? <TaskProgress task={work.task} label="Making the kit" /> : null}
      {work.error ? <ErrorPanel error={work.error} /> : null}
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={work.busy}
          disabled={!looksLikeFingerprint(fingerprint)}
        >
          Compare and make the kit
        </Button>
      </div>
    </form>
  );
}

interface RemoveDialogProps {
  request: OwnRequest | null;
  onClose: () => void;
  onRemoved: () => void;
}

function RemoveDialog({ request, onClose, onRemoved }: RemoveDialogProps) {
  if (!request) return null;
  const remove = async () => {
    await client.distributed.removeRequest({ requestId: request.id, confirmName: request.name });
    await queryClient.invalidateQueries({ queryKey: orpc.distributed.key() });
    onRemoved();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete the request of ${request.name}`}
      confirmLabel="Delete request and key"
      danger
      typeName={request.name}
      onConfirm={remove}
    >
      <p>
        This destroys the private key, which is nowhere else, and the kit that is here. A certificate that was
        signed for it is of no use then. Kits that were taken out keep working, and the audit trail keeps its
        rows.
      </p>
    </ConfirmDialog>
  );
}
