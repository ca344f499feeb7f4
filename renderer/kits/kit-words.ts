import type { Certificate, KitCheck, KitSummary } from '../../preload/contract/kits';

/** What each check looks at. */
export const checkWords: Record<KitCheck['check'], { label: string; explain: string }> = {
  files: {
    label: 'Files',
    explain: 'All files of the kit are there, and only their owner can read the keys.',
  },
  chain: { label: 'Chain', explain: 'The certificate was issued by the CA certificate in the kit.' },
  key: { label: 'Key', explain: 'The private key belongs to the certificate.' },
  names: { label: 'Names', explain: 'The certificate carries the names that the others connect to.' },
  validity: { label: 'Validity', explain: 'The certificates are valid now and for some time to come.' },
  signature: { label: 'Signature', explain: 'Signed files have not been changed since provisioning.' },
};

export const kitStateWords: Record<KitSummary['state'], string> = {
  ok: 'Intact',
  attention: 'Needs attention',
  failed: 'Unusable',
};

export const typeWords: Record<KitSummary['type'], string> = {
  server: 'Server',
  client: 'Site',
  relay: 'Relay',
  admin: 'Admin',
};

const dayMs = 86_400_000;
/** Renewing means reaching every person who holds a kit, so the warning comes early. */
const soonMs = 60 * dayMs;

/** How a certificate's end looks from `now`; times are milliseconds since the epoch. */
export function expiryState(notAfter: number, now: number): 'ok' | 'attention' | 'failed' {
  const left = notAfter - now;
  if (left <= 0) return 'failed';
  return left > soonMs ? 'ok' : 'attention';
}

/** The participant's certificates first, then those of the CA. */
export const sortCertificates = (certificates: Certificate[]): Certificate[] =>
  certificates.toSorted((a, b) => Number(a.role === 'ca') - Number(b.role === 'ca'));

/** The name to suggest for a protected zip of these kits. */
export function suggestZipName(kits: Pick<KitSummary, 'participant' | 'projectName'>[]): string {
  const [first] = kits;
  const stem =
    kits.length === 1
      ? first?.participant
      : new Set(kits.map((kit) => kit.projectName)).size === 1
        ? `${first?.projectName}-kits`
        : 'startup-kits';
  return `${(stem ?? 'startup-kits').replace(/[^\w.@-]+/g, '-')}.zip`;
}

/** "1 kit", "12 kits". */
export const countKits = (kits: number): string =>
  `${kits.toLocaleString('en')} ${kits === 1 ? 'kit' : 'kits'}`;

/** Whether kits are intact and valid for some time to come, in a line; `now` is milliseconds since the epoch. */
export function summariseKits(
  kits: readonly Pick<KitSummary, 'state' | 'notAfter'>[],
  now: number,
): { state: KitSummary['state']; label: string } {
  const states = kits.map(({ state, notAfter }) => [state, expiryState(notAfter, now)]);
  const failed = states.filter((each) => each.includes('failed')).length;
  const attention = states.filter((each) => each.includes('attention') && !each.includes('failed')).length;
  const needs = attention === 1 ? 'needs attention' : 'need attention';
  if (failed > 0)
    return {
      state: 'failed',
      label: `${countKits(failed)} unusable${attention > 0 ? `, ${attention} more ${needs}` : ''}`,
    };
  if (attention > 0) return { state: 'attention', label: `${countKits(attention)} ${needs}` };
  return { state: 'ok', label: 'All kits intact' };
}

const typeOrder: KitSummary['type'][] = ['server', 'relay', 'client', 'admin'];
const collator = new Intl.Collator('en', { numeric: true });

/** Kits by project, newest run first, then in the order of the types, then by name: `site-2` before `site-10`. */
export const sortKits = <K extends Pick<KitSummary, 'projectName' | 'runNumber' | 'type' | 'participant'>>(
  kits: readonly K[],
): K[] =>
  kits.toSorted(
    (a, b) =>
      collator.compare(a.projectName, b.projectName) ||
      b.runNumber - a.runNumber ||
      typeOrder.indexOf(a.type) - typeOrder.indexOf(b.type) ||
      collator.compare(a.participant, b.participant),
  );
