import {
  type BoardCertificate,
  type CertificateBoard,
  type CertificateOrigin,
  type ExpiryLevel,
  expiryLevels,
} from '../../preload/contract/certificates';
import { formatDaysLeft } from '../ui/format';
import type { StatusState } from '../ui/status';

export const levelWords: Record<ExpiryLevel, { state: StatusState; label: string }> = {
  expired: { state: 'failed', label: 'Expired' },
  urgent: { state: 'attention', label: 'Within 7 days' },
  soon: { state: 'attention', label: 'Within 30 days' },
  watch: { state: 'attention', label: 'Within 60 days' },
  fine: { state: 'ok', label: 'Valid' },
};

const typeWords = { server: 'Server', client: 'Site', relay: 'Relay', admin: 'Admin' } as const;

/** What a certificate is for: `CA`, `Site`, `Relay, to listen`. */
export function describeKind({ type, file }: Pick<BoardCertificate, 'type' | 'file'>): string {
  if (type === null) return 'CA';
  return type !== 'server' && file.endsWith('/server.crt')
    ? `${typeWords[type]}, to listen`
    : typeWords[type];
}

/** Where it comes from, in a word or two behind the name of its project. */
export function describeOrigin(origin: CertificateOrigin): string {
  if (origin.from === 'run') return `run ${origin.runNumber}`;
  if (origin.from === 'request') return origin.renewedBy === null ? 'own request' : 'being renewed';
  return origin.from === 'signed' ? 'signed here' : 'signs here';
}

/**
 * The first line of the page: whether anything is about to expire. It counts everything up to the last threshold, and
 * says of a CA that is in no kit that its end is not known. Null while there is no certificate.
 */
export function summariseBoard({ certificates, withoutCa }: CertificateBoard): {
  state: StatusState;
  label: string;
  detail?: string;
} | null {
  const counts = countLevels(certificates);
  const next = certificates.find(({ level }) => level !== 'expired');
  if (certificates.length === 0) return null;
  const parts = [
    counts.expired === 0 ? null : `${count(counts.expired)} expired`,
    describeComing(counts),
    withoutCa.length === 0
      ? null
      : `the end of ${withoutCa.length === 1 ? '1 CA' : `${withoutCa.length} CAs`} is not known`,
  ].filter((part) => part !== null);
  if (parts.length > 0)
    return { state: counts.expired > 0 ? 'failed' : 'attention', label: sentenceOf(parts.join(', ')) };
  return {
    state: 'ok',
    label: 'Nothing expires within 60 days',
    detail: next ? `the first ${formatDaysLeft(next.daysLeft, false)}` : undefined,
  };
}

/** The nearest ones, and how many more there are until the furthest threshold that any of them is in. */
function describeComing(counts: Record<ExpiryLevel, number>): string | null {
  const [near, ...further] = (['urgent', 'soon', 'watch'] as const).filter((level) => counts[level] > 0);
  const last = further.at(-1);
  if (!near) return null;
  const within = (level: ExpiryLevel) => levelWords[level].label.toLowerCase();
  const first = `${counts[near]} ${counts[near] === 1 ? 'expires' : 'expire'} ${within(near)}`;
  if (!last) return first;
  return `${first}, ${further.reduce((sum, level) => sum + counts[level], 0)} more ${within(last)}`;
}

const sentenceOf = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How many there are of each level. */
export function countLevels(certificates: readonly BoardCertificate[]): Record<ExpiryLevel, number> {
  const counts = Object.fromEntries(expiryLevels.map((level) => [level, 0])) as Record<ExpiryLevel, number>;
  for (const { level } of certificates) counts[level] += 1;
  return counts;
}

const count = (certificates: number): string =>
  certificates === 1 ? '1 certificate has' : `${certificates} certificates have`;

/** What its end means, and what can be done about it. */
export function adviseOn({ kind, level, origin }: Pick<BoardCertificate, 'kind' | 'level' | 'origin'>): {
  title: string;
  text: string;
} {
  const over = level === 'expired';
  if (kind === 'ca')
    return {
      title: over ? 'Nothing that this CA signed is accepted any more' : 'With the CA, every kit ends',
      text: adviseOnCa(origin),
    };
  return {
    title: over ? 'The others refuse it' : 'From its end on, the others refuse it',
    text: adviseOnRenewal(origin),
  };
}

function adviseOnCa({ from }: CertificateOrigin): string {
  if (from === 'run')
    return 'Rotate the CA: everyone gets a new kit, and the federation is down until server and sites have theirs.';
  if (from === 'request')
    return 'The project admin has to replace it. Everyone then makes a new request, which the new CA signs; a renewal that this one signs ends with it.';
  return 'Replace the CA: everyone makes a new request and a new kit, and kits of the two CAs refuse each other. Nothing that was signed lasts longer than its CA.';
}

function adviseOnRenewal({ from }: CertificateOrigin): string {
  if (from === 'run')
    return 'Renew it, and hand the new kit over: nobody else is affected. A certificate is of no use after its CA: when that ends soon as well, rotate the CA instead.';
  if (from === 'request')
    return 'Renew it: a new key and request are made here. The project admin signs it, then you make the new kit. Until then, keep using the old one. A certificate is of no use after its CA.';
  return 'Its key is with whoever asked for it, so only they can renew it: ask for a new request under the same name, compare, and sign it. Nobody else is affected.';
}
