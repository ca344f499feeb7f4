import type { Incoming } from '../../preload/contract/distributed';
import { Callout } from '../ui/error';
import { FactList } from '../ui/facts';
import { formatExact } from '../ui/format';
import { Status } from '../ui/status';
import { RelativeTime } from '../ui/time';
import { DecideForm } from './decide-form';
import { Fingerprint } from './fingerprint';
import { Handouts } from './handouts';
import { InspectorHead } from './inspector-head';
import { type Step, Steps } from './steps';
import { describeWho, incomingStatus } from './words';

interface IncomingInspectorProps {
  request: Incoming;
  /** Of the CA, to be told to the requester. */
  caFingerprint: string;
  onClose: () => void;
}

/** One request that came in: who asks, the comparison, the decision, and who got the answer. */
export function IncomingInspector({ request, caFingerprint, onClose }: IncomingInspectorProps) {
  return (
    <div className="flex flex-col gap-5 p-4">
      <InspectorHead title={request.name} state={<Status {...incomingStatus(request)} />} onClose={onClose} />
      <FactList facts={factsOf(request)} />
      {request.state === 'requested' && request.approvedBefore ? (
        <Callout tone="attention" title="This name was signed for before">
          <RelativeTime at={request.approvedBefore} />. Both certificates will be valid: ask why a second one
          is needed.
        </Callout>
      ) : null}
      {request.state === 'rejected' ? (
        <Callout tone="info" title={`Rejected by ${request.decidedBy ?? 'somebody'}`}>
          {request.reason}
        </Callout>
      ) : (
        <Steps label="Steps" steps={stepsOf(request, caFingerprint)} />
      )}
    </div>
  );
}

const factsOf = (request: Incoming) => [
  { label: 'Type', value: describeWho(request) },
  { label: 'Organisation', value: request.org },
  ...(request.hostNames.length > 0 ? [{ label: 'Hosts', value: request.hostNames.join(', ') }] : []),
  { label: 'Came in', value: <RelativeTime at={request.receivedAt} /> },
  ...(request.notAfter ? [{ label: 'Valid until', value: formatExact(request.notAfter) }] : []),
];

function stepsOf(request: Incoming, caFingerprint: string): Step[] {
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
        <DecideForm request={request} />
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
