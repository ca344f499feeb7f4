import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Certificate } from '../../preload/contract/kits';

/** A certificate of a kit, read once. */
export interface KitCertificate {
  file: string;
  x509: X509Certificate;
  commonName: string;
  org: string | null;
  /** The role of an admin: NVFlare puts it into the attribute `unstructuredName`. */
  role: string | null;
  altNames: string[];
  /** Milliseconds since the epoch. */
  notBefore: number;
  notAfter: number;
}

/** The root that was read last: the kits of a run all have the same one. */
let lastRoot: { pem: Buffer; x509: X509Certificate } | null = null;

function readX509(file: string, pem: Buffer): X509Certificate {
  if (!file.endsWith('rootCA.pem')) return new X509Certificate(pem);
  if (!lastRoot?.pem.equals(pem)) lastRoot = { pem, x509: new X509Certificate(pem) };
  return lastRoot.x509;
}

/** @throws Error when the text is not a PEM certificate. */
export function readCertificate(file: string, pem: Buffer): KitCertificate {
  const x509 = readX509(file, pem);
  return {
    file,
    x509,
    commonName: attribute(x509.subject, 'CN') ?? '',
    org: attribute(x509.subject, 'O'),
    role: attribute(x509.subject, 'unstructuredName'),
    altNames: altNamesOf(x509.subjectAltName),
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
  };
}

export const toCertificate = (certificate: KitCertificate): Certificate => ({
  file: certificate.file,
  role: certificate.x509.ca ? 'ca' : 'participant',
  subject: oneLine(certificate.x509.subject),
  commonName: certificate.commonName,
  issuer: oneLine(certificate.x509.issuer),
  altNames: certificate.altNames,
  // BoringSSL, in Electron, writes it in lower case.
  serialNumber: certificate.x509.serialNumber.toUpperCase(),
  notBefore: certificate.notBefore,
  notAfter: certificate.notAfter,
  fingerprint256: certificate.x509.fingerprint256,
  keyType: keyTypeOf(certificate.x509.publicKey),
});

/** Node gives a name as one line for each attribute. */
const attribute = (name: string, key: string): string | null =>
  name
    .split('\n')
    .find((line) => line.startsWith(`${key}=`))
    ?.slice(key.length + 1) ?? null;

const oneLine = (name: string): string => name.split('\n').join(', ');

/** `DNS:a.example.org, IP Address:10.0.0.5`; a name with odd characters is quoted as in JSON. */
function altNamesOf(text: string | undefined): string[] {
  const found = (text ?? '').matchAll(/[A-Za-z ]+:("(?:[^"\\]|\\.)*"|[^,]*)/g);
  return [...found].map(([, value = '']) => (value.startsWith('"') ? String(JSON.parse(value)) : value));
}

function keyTypeOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const detail = modulusLength ?? namedCurve;
  const name = (key.asymmetricKeyType ?? 'unknown').toUpperCase();
  return detail === undefined ? name : `${name} ${detail}`;
}
