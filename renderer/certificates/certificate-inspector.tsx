import { Link } from '@tanstack/react-router';
import { Check, Copy } from 'lucide-react';
import type { BoardCertificate, CertificateOrigin } from '../../preload/contract/certificates';
import { IconButton } from '../ui/button';
import { Copyable, useCopy } from '../ui/copy';
import { Callout } from '../ui/error';
import { type Fact, FactList } from '../ui/facts';
import { fingerprintLines } from '../ui/format';
import { InspectorHead } from '../ui/inspector-head';
import { Status } from '../ui/status';
import { Day, Expiry } from '../ui/time';
import { BoardActions } from './board-actions';
import { adviseOn, describeKind, levelWords } from './certificate-words';
import { useRenew } from './use-renew';

interface CertificateInspectorProps {
  certificate: BoardCertificate;
  onClose: () => void;
}

/** Everything that the board knows of one certificate, and the way to the kit that it is in. */
export function CertificateInspector({ certificate, onClose }: CertificateInspectorProps) {
  const renew = useRenew(() => undefined);
  return (
    <>
      <InspectorHead title={certificate.subject} onClose={onClose}>
        <Status {...levelWords[certificate.level]} detail={<Expiry at={certificate.notAfter} />} />
      </InspectorHead>
      <div className="flex flex-col gap-4 p-4">
        {certificate.level === 'fine' ? null : <Advice certificate={certificate} />}
        <div>
          <BoardActions selected={[certificate]} renew={renew} />
        </div>
        <CertificateFacts certificate={certificate} />
        <Fingerprint value={certificate.fingerprint256} />
      </div>
    </>
  );
}

function Advice({ certificate }: { certificate: BoardCertificate }) {
  const { title, text } = adviseOn(certificate);
  return (
    <Callout tone={certificate.level === 'expired' ? 'failed' : 'attention'} title={title}>
      {text}
    </Callout>
  );
}

const linkLook = 'rounded-sm text-accent underline-offset-3 hover:underline';

function CertificateFacts({ certificate }: { certificate: BoardCertificate }) {
  const { notBefore } = certificate;
  return (
    <FactList
      layout="column"
      facts={[
        { label: 'Kind', value: describeKind(certificate) },
        ...(notBefore === null ? [] : [{ label: 'Valid from', value: <Day at={notBefore} /> }]),
        { label: 'Valid until', value: <Day at={certificate.notAfter} /> },
        ...originFacts(certificate),
        { label: 'File', value: <Copyable mono value={certificate.file} label="file" /> },
      ]}
    />
  );
}

/** Where it comes from, with the ways there. */
function originFacts({ origin, projectName, kind, participant }: BoardCertificate): Fact[] {
  if (origin.from === 'run') {
    const { projectId, runId, runNumber, kitId } = origin;
    return [
      {
        label: 'Project',
        value: (
          <Link to="/projects/$projectId" params={{ projectId }} search={{}} className={linkLook}>
            {projectName}
          </Link>
        ),
      },
      {
        label: 'Issued for',
        value: (
          <Link to="/runs/$runId" params={{ runId }} className={linkLook}>
            Run {runNumber}
          </Link>
        ),
      },
      {
        label: 'Kit',
        value: (
          <Link to="/kits" search={{ project: projectId, kit: kitId }} className={linkLook}>
            {kind === 'ca' ? 'In every kit; open one' : `Open the kit of ${participant ?? ''}`}
          </Link>
        ),
      },
    ];
  }
  const { label, text, search } = signingLink(origin);
  return [
    { label: 'Federation', value: projectName },
    {
      label,
      value: (
        <Link to="/distributed" search={search} className={linkLook}>
          {text}
        </Link>
      ),
    },
  ];
}

function signingLink(origin: Exclude<CertificateOrigin, { from: 'run' }>) {
  if (origin.from === 'request')
    return {
      label: 'Key',
      text: 'On this machine; open its request',
      search: { tab: 'join', open: origin.requestId },
    } as const;
  const { authorityId: ca } = origin;
  if (origin.from === 'authority')
    return { label: 'Key', text: 'On this machine; open the CA', search: { tab: 'sign', ca } } as const;
  const search = { tab: 'sign', ca, open: origin.incomingId } as const;
  return { label: 'Key', text: 'Where it was asked for; open the request', search } as const;
}

/** In full, as it is compared with what the other side reads out. */
function Fingerprint({ value }: { value: string }) {
  const { copied, copy } = useCopy(value);
  return (
    <div>
      <div className="flex items-center justify-between gap-2">
        <p className="text-sm text-faint">Fingerprint (SHA-256)</p>
        <IconButton
          icon={copied ? Check : Copy}
          label={copied ? 'Fingerprint copied' : 'Copy fingerprint'}
          size="sm"
          onClick={copy}
        />
      </div>
      {/* In lines of whole bytes, as people read them out. */}
      <p className="font-mono text-sm select-text">
        {fingerprintLines(value).map((line, index) => (
          <span key={`${index} ${line}`} className="block">
            {line}
          </span>
        ))}
      </p>
    </div>
  );
}
