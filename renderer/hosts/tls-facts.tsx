import type { Host } from '../../preload/contract/hosts';
import { formatDay } from '../ui/format';

/** Who vouches for an engine, and what it is shown; nothing for hosts of other kinds. */
export function tlsFacts({ tls, tlsName }: Host) {
  if (!tls) return [];
  return [
    { label: 'CA', value: tls.ca ? describe(tls.ca) : 'Whom the operating system trusts' },
    { label: 'Client certificate', value: tls.certificate ? describe(tls.certificate) : 'None' },
    ...(tlsName ? [{ label: 'Name in its certificate', value: tlsName }] : []),
  ];
}

const describe = ({ subject, notAfter }: { subject: string; notAfter: number }): string =>
  `${subject}, ${notAfter < Date.now() ? 'expired on' : 'valid until'} ${formatDay(notAfter)}`;
