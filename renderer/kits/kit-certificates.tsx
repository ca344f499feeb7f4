import type { ReactNode } from 'react';
import type { Certificate } from '../../preload/contract/kits';
import { Copyable } from '../ui/copy';
import { Section } from '../ui/page';
import { Day, Expiry } from '../ui/time';
import { sortCertificates } from './kit-words';

/** The certificates of the kit: the participant's own open, that of the CA folded. */
export function KitCertificates({ certificates }: { certificates: Certificate[] }) {
  return (
    <Section title="Certificates" count={certificates.length}>
      {sortCertificates(certificates).map((certificate) => (
        <CertificateCard key={certificate.file} certificate={certificate} />
      ))}
    </Section>
  );
}

function CertificateCard({ certificate }: { certificate: Certificate }) {
  const isCa = certificate.role === 'ca';
  return (
    <details open={!isCa} className="rounded border border-line text-sm">
      <summary className="flex items-baseline gap-2 rounded px-3 py-1.5">
        <span className="min-w-0 truncate font-medium">
          {isCa ? `CA ${certificate.commonName}` : certificate.commonName}
        </span>
        <span className="ml-auto shrink-0 font-mono text-xs text-faint">{certificate.file}</span>
      </summary>
      <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1 border-t border-line px-3 py-2">
        <Row label="Subject">
          <Copyable label="subject" value={certificate.subject} />
        </Row>
        <Row label="Names">{certificate.altNames.join(', ') || 'None'}</Row>
        <Row label="Issuer">
          <Copyable label="issuer" value={certificate.issuer} />
        </Row>
        <Row label="Valid from">
          <Day at={certificate.notBefore} />
        </Row>
        <Row label="Valid until">
          <Day at={certificate.notAfter} />{' '}
          <span className="text-muted">
            (<Expiry at={certificate.notAfter} />)
          </span>
        </Row>
        <Row label="SHA-256">
          <Copyable mono label="fingerprint" value={certificate.fingerprint256} />
        </Row>
        <Row label="Serial">
          <Copyable mono label="serial number" value={certificate.serialNumber} />
        </Row>
        <Row label="Key">{certificate.keyType}</Row>
      </dl>
    </details>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0 wrap-break-word">{children}</dd>
    </>
  );
}
