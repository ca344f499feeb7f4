import type { X509Certificate } from 'node:crypto';
import type { KitCertificate } from './certificate';
import type { Check } from './kit-checks';

const again = 'Do not hand this kit out. Provision again, and look at this check of the new kit.';

/** Whether the CA is one, signed itself, and signed every other certificate of the kit. */
export function checkChain(ca: KitCertificate | null, leaves: KitCertificate[]): Check {
  const problem = findProblem(ca, leaves);
  if (problem) return { check: 'chain', state: 'failed', message: problem, hint: again };
  return {
    check: 'chain',
    state: 'ok',
    message: `Signed by the CA "${ca?.commonName ?? ''}" that is in the kit.`,
    hint: '',
  };
}

const selfSigned = new WeakMap<X509Certificate, boolean>();

function isSelfSigned(x509: X509Certificate): boolean {
  const known = selfSigned.get(x509) ?? (x509.checkIssued(x509) && x509.verify(x509.publicKey));
  selfSigned.set(x509, known);
  return known;
}

function findProblem(ca: KitCertificate | null, leaves: KitCertificate[]): string | null {
  if (!ca) return 'The kit has no CA certificate to check against.';
  if (leaves.length === 0) return 'The kit has no certificate of its participant.';
  if (!ca.x509.ca) return 'startup/rootCA.pem is not the certificate of a CA.';
  if (!isSelfSigned(ca.x509)) return 'startup/rootCA.pem is not signed by itself, so it is not the root.';
  const stranger = leaves.find(({ x509 }) => !x509.checkIssued(ca.x509) || !x509.verify(ca.x509.publicKey));
  return stranger ? `${stranger.file} was not signed by the CA in the kit.` : null;
}
