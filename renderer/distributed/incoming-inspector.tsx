import type { Incoming } from '../../preload/contract/distributed';
import { Check, Copy } from 'lucide-react';
import { Button } from '../ui/button';
import { useCopy } from '../ui/copy';
import { Callout } from '../ui/error';
import { FactList } from '../ui/facts';
import { InspectorHead } from '../ui/inspector-head';
import { Section } from '../ui/page';
import { Status } from '../ui/status';
import { Day, RelativeTime } from '../ui/time';
import { DecideForm } from './decide-form';
import { Fingerprint } from './fingerprint';
import { Handouts } from './handouts';
import { renewalLetter } from './renewal-letter';
import { type Step, Steps } from '../ui/steps';
import { describeWho, incomingStatus } from './words';

interface IncomingInspectorProps {
  request: Incoming;
  /** Of the CA, to be told to the requester. */
  caFingerprint: string;
  /** The name of the federation, and when its CA ends. */
  project: string;
  caNotAfter: number;
  onClose: () => void;
}

/** One request that came in: who asks, the comparison, the decision, and who got the answer. */
export function IncomingInspector(props: IncomingInspectorProps) {
  const { request, project, onClose } = props;
  return (
    <>
      <InspectorHead title={request.name} onClose={onClose}>
        <Status {...incomingStatus(request)} />
      </InspectorHead>
      <div className="flex flex-col gap-5 p-4">
        <FactList facts={factsOf(request)} />
        {request.state === 'requested' && request.approvedBefore ? (
          <SignedBefore before={request.approvedBefore} />
        ) : null}
        {request.state === 'rejected' ? (
          <Callout tone="info" title={`Rejected by ${request.decidedBy ?? 'somebody'}`}>
            {request.reason}
          </Callout>
        ) : (
          <Steps label="Steps" steps={stepsOf(props)} />
        )}
        {request.state === 'approved' && !request.superseded ? (
          <AskForRenewal request={request} project={project} />
        ) : null}
      </div>
    </>
  );
}

/** A renewal, if the requester says so: the same name, another key. */
function SignedBefore({ before }: { before: NonNullable<Incoming['approvedBefore']> }) {
  const { at, notAfter, same } = before;
  return (
    <Callout
      tone={same ? 'info' : 'attention'}
      title={same ? 'Is this a renewal?' : 'This name was signed for before, with other details'}
    >
      A certificate for this name was signed <RelativeTime at={at} />
      {notAfter === null ? null : (
        <>
          , valid until <Day at={notAfter} />
        </>
      )}
      .{' '}
      {same
        ? 'Name, type and organisation are the same; the key is a new one. Ask whether a renewal was meant: both certificates are valid until the old one ends.'
        : 'Type, organisation, role or host names are not what they were then. Ask why: both certificates are valid until the old one ends.'}
    </Callout>
  );
}

/** The key is elsewhere, so all that can be done from here is to ask. */
function AskForRenewal({ request, project }: { request: Incoming; project: string }) {
  const { copied, copy } = useCopy(renewalLetter(request, project));
  return (
    <Section title="Renewal">
      <p className="text-muted">
        The private key is with the requester, so only they can renew. Ask for a new request under the same
        name before the certificate ends, then compare and sign it as the first one. Nobody else is affected.
      </p>
      <div>
        <Button icon={copied ? Check : Copy} onClick={copy}>
          {copied ? 'Copied' : 'Copy a message that asks'}
        </Button>
      </div>
    </Section>
  );
}

const factsOf = (request: Incoming) => [
  { label: 'Type', value: describeWho(request) },
  { label: 'Organisation', value: request.org },
  ...(request.hostNames.length > 0 ? [{ label: 'Hosts', value: request.hostNames.join(', ') }] : []),
  { label: 'Received', value: <RelativeTime at={request.receivedAt} /> },
  ...(request.notAfter ? [{ label: 'Valid until', value: <Day at={request.notAfter} /> }] : []),
];

function stepsOf({ request, caFingerprint, caNotAfter }: IncomingInspectorProps): Step[] {
  const signed = request.state === 'approved';
  const sent = request.handouts.length > 0;
  return [
    {
      title: 'Send the request',
      who: 'The requester',
      state: 'done',
      text: 'It holds a public key, and what the certificate is to say. The private key stays there.',
    },
    {
      title: 'Compare, and sign or reject',
      who: 'You',
      state: signed ? 'done' : 'now',
      text: signed ? 'The key had the fingerprint that the requester has told:' : null,
      content: signed ? (
        <Fingerprint label="Fingerprint of the key" value={request.keyFingerprint ?? ''} />
      ) : (
        <DecideForm request={request} caNotAfter={caNotAfter} />
      ),
    },
    {
      title: 'Send the signed zip, tell the fingerprint of the CA',
      who: 'You',
      state: sent ? 'done' : signed ? 'now' : 'later',
      content: signed ? <Handouts request={request} caFingerprint={caFingerprint} /> : null,
    },
    {
      title: 'Compare the CA and make the kit',
      who: 'The requester',
      state: 'later',
      text: 'On their machine, where the private key is. Nothing of it comes back here.',
    },
  ];
}
